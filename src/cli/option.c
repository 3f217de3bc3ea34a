#include "cli/option.h"

#include <math.h>

#define ON(command) (UINT32_C(1) << COMMAND_##command)
#define ALL_COMMANDS (ON(COUNT) - 1)

const struct option option_table[] = {
    {OPTION_MODEL, "model", 'm', VALUE_TEXT, "NAME", .many = true, .commands = ON(RUN) | ON(PLAY),
     .help = {"the model that plays the persona, as the server calls it; may be given more than once. "
              "understudy[:TEMPERAMENT] is the built-in stand-in",
              "扮演人设的模型，按服务端的叫法；可以给出多次。understudy[:性情] 是内置的替身"}},
    {OPTION_MODELS, "models", 0, VALUE_FILE, "FILE",
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY) | ON(COMPARE),
     .help = {"endpoints by name: address, wire, key variable, parameters, limits, prices; --model NAME finds its "
              "entry there",
              "按名字列出的服务端：地址、接口、密钥变量、参数、限额、价格；--model NAME 会在其中查找"}},
    {OPTION_MODEL, "model", 'm', VALUE_TEXT, "NAME", .commands = ON(JUDGE),
     .help = {"the model that judges, as the server calls it", "担任裁判的模型，按服务端的叫法"}},
    {OPTION_BASE_URL, "base-url", 0, VALUE_TEXT, "URL", .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"where the model is served, up to and with /v1 (default: https://api.openai.com/v1)",
              "模型服务的地址，写到 /v1 为止（默认 https://api.openai.com/v1）"}},
    {OPTION_WIRE, "wire", 0, VALUE_CHOICE, "WIRE", "chat|responses|anthropic", "chat",
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"how the server is spoken to: OpenAI chat completions, OpenAI responses, Anthropic messages",
              "与服务端通信的接口：OpenAI chat completions、OpenAI responses、Anthropic messages"}},
    {OPTION_API_KEY_ENV, "api-key-env", 0, VALUE_TEXT, "VAR", .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"the environment variable that holds the API key (default: OPENAI_API_KEY when no --base-url is given, "
              "else none)",
              "存放 API 密钥的环境变量（不给 --base-url 时默认 OPENAI_API_KEY，否则不用密钥）"}},
    {OPTION_CALLER, "caller", 0, VALUE_TEXT, "NAME", .otherwise = "script", .many = true, .commands = ON(RUN),
     .help = {"who calls: script, or a model at the same endpoint; given more than once, the callers are compared",
              "由谁来打电话：script（照脚本），或同一服务端的一个模型；给出多次则互相比较"}},
    {OPTION_CHOOSER, "chooser", 0, VALUE_TEXT, "NAME", .commands = ON(RUN) | ON(SHOW),
     .help = {"a model at the same endpoint that picks the Q&A entry or branch for the scripted caller; the words stay "
              "the script's. What it leaves open or gets wrong, the matcher without a model decides",
              "由同一服务端的一个模型替脚本拨打方挑选问答条目或分支，说的话仍是脚本里的；模型出错或答得不合格式时，"
              "由不用模型的匹配来决定"}},
    {OPTION_PERTURB, "perturb", 0, VALUE_TEXT, "LIST", .commands = ON(RUN),
     .help = {"disturb the calls, with noise, repeat, small-talk, silence, interruption, impatience, injection or all, "
              "separated by commas; reported apart from undisturbed calls",
              "干扰通话：noise（噪声）、repeat（重复追问）、small-talk（闲聊）、silence（沉默）、interruption（打断）、"
              "impatience（不耐烦）、injection（提示词注入）或 all，用逗号分隔；与未受干扰的通话分开统计"}},
    {OPTION_PROMPT, "prompt", 0, VALUE_FILE, "FILE", .many = true, .commands = ON(RUN) | ON(SHOW),
     .help =
         {"a prompt of your own instead of the built-in one, with {{persona}} and {{marker}} in it; given more than "
          "once, the prompts are compared",
          "用自己的提示词代替内置的，文中要有 {{persona}}，可以有 {{marker}}；给出多次则互相比较"}},
    {OPTION_MYSTERY, "mystery", 0, VALUE_SIZE, "N", .min = 1, .max = 100000, .commands = ON(RUN),
     .help = {"mystery shopper: N conversations, each with a segment, a scenario of it and a mood drawn by the seed",
              "神秘顾客：按种子抽取 N 通，每通抽一个客群、其中一个场景和一种心情"}},
    {OPTION_SUBJECT, "subject", 0, VALUE_CHOICE, "SIDE", "persona|caller", NULL, .commands = ON(RUN) | ON(SCORE),
     .help = {"who is under test: persona, or caller, an exam by a rubric of the caller such as "
              "rubrics/service/errand.yaml (default: as the rubrics say)",
              "考核谁：persona，或 caller（按拨打方的评分标准考核，例如 "
              "rubrics/service/errand.yaml；默认由评分标准决定）"}},
    {OPTION_REPEATS, "repeats", 'n', VALUE_SIZE, "N", .otherwise = "1", .min = 1, .max = 100000, .commands = ON(RUN),
     .help = {"conversations for each scenario and model", "每个场景、每个模型各进行多少次对话"}},
    {OPTION_SEED, "seed", 0, VALUE_SIZE, "N", .otherwise = "1", .min = 0, .max = 9007199254740992.0,
     .commands = ON(RUN) | ON(JUDGE) | ON(PLAY) | ON(SERVE),
     .help = {"seeds the scripted caller and is sent to the model", "脚本拨打方的随机种子，也发给模型"}},
    {OPTION_MAX_TURNS, "max-turns", 0, VALUE_SIZE, "N", .otherwise = "30", .min = 1, .max = 1000, .commands = ON(RUN),
     .help = {"replies of the persona after which a conversation is stopped", "人设方最多答几轮"}},
    {OPTION_TEMPERATURE, "temperature", 0, VALUE_NUMBER, "X", .min = 0, .max = 5, .commands = ON(RUN) | ON(JUDGE),
     .help = {"sampling temperature (default: the server's)", "采样温度（默认由服务端决定）"}},
    {OPTION_TOP_P, "top-p", 0, VALUE_NUMBER, "X", .min = 0, .max = 1, .commands = ON(RUN) | ON(JUDGE),
     .help = {"nucleus sampling (default: the server's)", "核采样（默认由服务端决定）"}},
    {OPTION_MAX_TOKENS, "max-tokens", 0, VALUE_SIZE, "N", .min = 1, .max = 1000000, .commands = ON(RUN) | ON(JUDGE),
     .help = {"ceiling of one reply (default: the server's)", "单次回复的上限（默认由服务端决定）"}},
    {OPTION_STREAM, "stream", 0, VALUE_NONE, NULL, .commands = ON(RUN) | ON(JUDGE),
     .help = {"ask for streamed replies", "要求流式回复"}},
    {OPTION_IN_FLIGHT, "in-flight", 'j', VALUE_SIZE, "N", .otherwise = "8", .min = 1, .max = 10000,
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(COMPARE),
     .help = {"conversations at the same time", "同时进行多少通对话"}},
    {OPTION_PRICE_IN, "price-in", 0, VALUE_NUMBER, "X", .min = 0, .max = 1000000, .commands = ON(RUN) | ON(JUDGE),
     .help = {"price of a million tokens sent", "每百万输入词元的价格"}},
    {OPTION_PRICE_CACHED_IN, "price-cached-in", 0, VALUE_NUMBER, "X", .min = 0, .max = 1000000,
     .commands = ON(RUN) | ON(JUDGE),
     .help = {"price of a million of them that the server read from its cache of prompts (default: as --price-in)",
              "其中命中服务端提示缓存的，每百万词元的价格（默认同 --price-in）"}},
    {OPTION_PRICE_OUT, "price-out", 0, VALUE_NUMBER, "X", .min = 0, .max = 1000000, .commands = ON(RUN) | ON(JUDGE),
     .help = {"price of a million tokens received", "每百万输出词元的价格"}},
    {OPTION_MAX_COST, "max-cost", 0, VALUE_NUMBER, "X", .min = 0.000001, .max = 1000000000,
     .commands = ON(RUN) | ON(JUDGE) | ON(COMPARE),
     .help = {"stop asking when the run has cost so much, what is on the tape included; needs the prices",
              "花费达到此数就不再请求（含磁带上已有的部分）；需要给出价格"}},
    {OPTION_MAX_TIME, "max-time", 0, VALUE_NUMBER, "SECONDS", .min = 0.001, .max = 31536000,
     .commands = ON(RUN) | ON(JUDGE), .help = {"stop asking after so long", "超过此时长就不再请求"}},
    {OPTION_PROXY, "proxy", 0, VALUE_TEXT, "URL", .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"go through this proxy, such as http://127.0.0.1:3128 (default: http_proxy, https_proxy, no_proxy; "
              "loopback goes through none)",
              "经由此代理，例如 http://127.0.0.1:3128（默认按环境变量 "
              "http_proxy、https_proxy、no_proxy；本机地址不走代理）"}},
    {OPTION_CA_FILE, "ca-file", 0, VALUE_FILE, "FILE", .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"trust these certificates (PEM) instead of the system's", "信任此文件里的证书（PEM），取代系统的证书"}},
    {OPTION_HTTP, "http", 0, VALUE_CHOICE, "VERSION", "auto|1.1", "auto",
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"auto: HTTP/2 where TLS offers it; 1.1: never", "auto：TLS 协商支持时用 HTTP/2；1.1：从不使用"}},
    {OPTION_CONNECT_TIMEOUT, "connect-timeout", 0, VALUE_NUMBER, "SECONDS", .min = 0.001, .max = 86400,
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"for name, connection and handshake (default: 10)", "解析、连接和握手的时限（默认 10 秒）"}},
    {OPTION_FIRST_BYTE_TIMEOUT, "first-byte-timeout", 0, VALUE_NUMBER, "SECONDS", .min = 0.001, .max = 86400,
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"until an answer begins (default: 300)", "等到开始应答的时限（默认 300 秒）"}},
    {OPTION_TIMEOUT, "timeout", 0, VALUE_NUMBER, "SECONDS", .min = 0.001, .max = 86400,
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE) | ON(PLAY),
     .help = {"for a whole answer (default: 600)", "一次完整应答的时限（默认 600 秒）"}},
    {OPTION_OUT, "out", 'o', VALUE_FOLDER, "DIR", .commands = ON(RUN) | ON(PLAY),
     .help = {"the run's folder (default: runs/ID, where ID follows from what is run)",
              "结果目录（默认 runs/ID，ID 由运行内容决定）"}},
    {OPTION_OUT, "out", 'o', VALUE_FOLDER, "DIR", .commands = ON(MERGE),
     .help = {"the new folder of the whole run", "整次运行的新目录"}},
    {OPTION_OUT, "out", 'o', VALUE_FILE, "FILE", .commands = ON(BLESS),
     .help = {"the baseline file to write, to be committed", "要写入的基线文件，应提交到版本库"}},
    {OPTION_REASON, "reason", 0, VALUE_TEXT, "TEXT", .commands = ON(BLESS),
     .help = {"why the new rubric may ask less than the blessed one; kept in the file",
              "新标准为何可以比已冻结的宽松；写入基线文件"}},
    {OPTION_TOLERANCE, "tolerance", 0, VALUE_NUMBER, "X", .otherwise = "0.05", .min = 0.001, .max = 1,
     .commands = ON(COMPARE),
     .help = {"the drop of fidelity that must be shown if it is there", "必须能够发现的忠实度降幅"}},
    {OPTION_ALPHA, "alpha", 0, VALUE_NUMBER, "X", .otherwise = "0.05", .min = 0.0001, .max = 0.5,
     .commands = ON(COMPARE),
     .help = {"how often an alarm may be false, over all metrics together", "所有指标合计的误报率上限"}},
    {OPTION_BY, "by", 0, VALUE_CHOICE, "DIMENSION", "prompt|caller|model", NULL, .commands = ON(COMPARE),
     .help = {"compare within one run instead; a winner is named only when it is shown",
              "改为在一次运行之内比较；能证明更好才判胜出"}},
    {OPTION_BY, "by", 0, VALUE_TEXT, "TAG", .commands = ON(REPORT) | ON(SCORE),
     .help = {"slice the report by a tag of the documents, such as segment",
              "按文档里的一个标签分别列出，例如 segment"}},
    {OPTION_SLICE, "slice", 0, VALUE_TEXT, "TAG", .commands = ON(COMPARE),
     .help = {"with --by: a comparison for each value of a tag of the documents, such as segment",
              "与 --by 同用：按文档里的一个标签（例如 segment）的每个值分别比较"}},
    {OPTION_INCONCLUSIVE, "inconclusive", 0, VALUE_CHOICE, "POLICY", "pass|fail", "pass", .commands = ON(COMPARE),
     .help = {"what an inconclusive comparison means for the exit status", "无法下结论时退出状态如何"}},
    {OPTION_CONFIRM, "confirm", 0, VALUE_SIZE, "N", .min = 1, .max = 100000, .commands = ON(COMPARE),
     .help = {"when it regressed or is inconclusive, hold N more repeats of every cell (of a baseline only the new "
              "side's) and decide on both looks together",
              "变差或无法下结论时，为每一格追加 N 轮（对照基线时只追加新的一边），以两次的数据合在一起下结论"}},
    {OPTION_SAMPLE, "sample", 0, VALUE_TEXT, "PLAN", .otherwise = "all", .commands = ON(REVIEW),
     .help = {"which conversations: all, or shares by verdict such as fails:all,passes:20%",
              "复核哪些对话：all，或按结论给出比例，例如 fails:all,passes:20%"}},
    {OPTION_BLIND, "blind", 0, VALUE_NONE, NULL, .commands = ON(REVIEW),
     .help = {"hide verdicts and findings, so that the reviewer's labels are their own",
              "隐藏结论和判定，让复核者独立标注"}},
    {OPTION_LABELS, "labels", 0, VALUE_NONE, NULL, .commands = ON(REVIEW),
     .help = {"print the reviews so far as labels (JSONL) instead of serving the page",
              "不启动页面，把已有复核作为标注（JSONL）输出"}},
    {OPTION_SIDE, "side", 0, VALUE_CHOICE, "SIDE", "persona|caller", "persona", .commands = ON(PLAY),
     .help = {"which side you take", "你扮演哪一方"}},
    {OPTION_LABELS, "labels", 0, VALUE_FILE, "FILE", .commands = ON(AGREE),
     .help = {"human labels: JSONL, a conversation a line, with `labels` beside its id",
              "人工标注：JSONL，每行一通对话，在 id 之外带 `labels`"}},
    {OPTION_GATE, "gate", 0, VALUE_TEXT, "QUESTION", .commands = ON(AGREE),
     .help = {"may a rule on this question of the judge be a gate? Status 1 when it has not earned it",
              "针对裁判的这个问题的规则可否作为门槛？未赢得资格时状态为 1"}},
    {OPTION_SHARD, "shard", 0, VALUE_TEXT, "K/N", .commands = ON(RUN),
     .help = {"only the K-th of N equal parts of the plan", "只运行计划 N 等份中的第 K 份"}},
    {OPTION_OFFLINE, "offline", 0, VALUE_NONE, NULL, .commands = ON(RUN) | ON(JUDGE) | ON(COMPARE),
     .help = {"ask nothing over the network: replay the tape", "不联网：只重放已录的磁带"}},
    {OPTION_ASK_AGAIN, "ask-again", 0, VALUE_NONE, NULL, .commands = ON(RUN),
     .help = {"ask anew for what stands whole in the run's files and its tape no longer holds, and write over it",
              "运行目录里已完整、但磁带上不再有的对话，也重新提问并覆盖"}},
    {OPTION_DRY_RUN, "dry-run", 0, VALUE_NONE, NULL, .commands = ON(RUN),
     .help = {"print the plan and an estimate of calls and tokens, and stop", "只打印计划以及调用次数、词元的估计"}},
    {OPTION_NO_PREFLIGHT, "no-preflight", 0, VALUE_NONE, NULL, .commands = ON(RUN),
     .help = {"begin everything at once, instead of hearing first what one conversation an endpoint says",
              "一开始就全部进行，而不是先让每个服务端的一通对话得到答复"}},
    {OPTION_DURABLE, "durable", 0, VALUE_NONE, NULL, .commands = ON(RUN) | ON(JUDGE),
     .help = {"sync the tape to disk after each reply", "每次回复后都把磁带同步到磁盘"}},
    {OPTION_SCENARIO, "scenario", 's', VALUE_FILE, "FILE", .many = true, .commands = ON(SCORE) | ON(AGREE),
     .help = {"the scenario document of the transcripts; given more than once, each transcript names its own by id",
              "对话所依据的场景文档；给出多次时，按各条记录里的场景 id 对应"}},
    {OPTION_TRANSCRIPTS, "transcripts", 't', VALUE_FILE, "FILE", .commands = ON(SCORE),
     .help = {"a file of transcripts to score instead of a run: messages as OpenAI has them (JSON, JSONL), plain text "
              "with a name before each turn, tables (CSV, Markdown), ShareGPT, results of tau-bench and promptfoo",
              "给文件里的对话记录打分，而不是一次运行：OpenAI 格式的消息（JSON、JSONL）、每句前写有说话人的纯文本、"
              "表格（CSV、Markdown）、ShareGPT、tau-bench 和 promptfoo 的结果"}},
    {OPTION_PERSONA_NAME, "persona-name", 0, VALUE_TEXT, "NAME", .commands = ON(SCORE) | ON(AGREE),
     .help = {"the name before the persona's turns in plain text, where the document (--scenario) does not tell it",
              "纯文本对话里人设方每句话前的名字；文档（--scenario）里写着时不必给"}},
    {OPTION_PERSONA_ROLE, "persona-role", 0, VALUE_CHOICE, "ROLE", "assistant|user", "assistant",
     .commands = ON(SCORE) | ON(AGREE), .help = {"who the persona is in the transcripts", "记录里哪个角色是人设方"}},
    {OPTION_MARKER, "marker", 0, VALUE_TEXT, "TEXT", .many = true, .commands = ON(SCORE) | ON(AGREE),
     .help = {"a hang-up marker, instead of the usual ones", "挂断标记，取代默认的几种"}},
    {OPTION_RUBRIC, "rubric", 'r', VALUE_FILE, "FILE", .many = true,
     .commands = ON(RUN) | ON(PLAY) | ON(SCORE) | ON(SHOW) | ON(JUDGE) | ON(AGREE),
     .help = {"a rubric file that extends or overrides the rules derived from the document",
              "评分标准文件，补充或覆盖由文档得出的规则"}},
    {OPTION_THREADS, "threads", 0, VALUE_SIZE, "N", .otherwise = "0", .min = 0, .max = 256,
     .commands = ON(RUN) | ON(PLAY) | ON(SCORE) | ON(AGREE) | ON(COMPARE) | ON(REVIEW),
     .help = {"threads that score; 0: one a processor. The result is the same with any number",
              "打分线程数；0 表示每个处理器一个。结果与线程数无关"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT", "text|jsonl|json", "text", .commands = ON(RUN) | ON(PLAY),
     .help = {"how the result is printed", "结果的输出格式"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT", "text|json|sarif", "text", .commands = ON(CHECK),
     .help = {"how the result is printed", "结果的输出格式"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT", "text|jsonl", "text", .commands = ON(JUDGE),
     .help = {"how the result is printed", "结果的输出格式"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT", "text|json|markdown|html|github|gitlab", "text",
     .commands = ON(COMPARE), .help = {"how the result is printed", "结果的输出格式"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT", "text|json", "text", .commands = ON(AGREE),
     .help = {"how the result is printed", "结果的输出格式"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT",
     "text|json|jsonl|html|junit|markdown|csv|sqlite|cases|github|gitlab", "text", .commands = ON(REPORT) | ON(SCORE),
     .help = {"how the result is printed", "结果的输出格式"}},
    {OPTION_FORMAT, "format", 'f', VALUE_CHOICE, "FORMAT", "text|roff|bash|zsh|fish", "text", .commands = ON(HELP),
     .help = {"text, the man page, or completions for a shell", "文本、手册页或各 shell 的补全脚本"}},
    {OPTION_AS, "as", 0, VALUE_CHOICE, "FORM", "outline|json|prompt|rubric", "outline", .commands = ON(SHOW),
     .help = {"what to show: the document's structure, all of it as JSON, exactly what the model is sent, or the "
              "derived rubric",
              "显示什么：文档结构、完整 JSON、实际发给模型的提示词，或得出的评分标准"}},
    {OPTION_ASK, "ask", 0, VALUE_TEXT, "TEXT|@FILE", .commands = ON(SHOW),
     .help = {"what the scripted caller would answer to this question (@FILE: a question a line)",
              "脚本拨打方会怎样回答这个问题（@文件：每行一个问题）"}},
    {OPTION_BOM, "bom", 0, VALUE_NONE, NULL, .commands = ON(REPORT) | ON(SCORE),
     .help = {"with csv: a byte order mark in front, which Excel needs to read Chinese",
              "与 csv 同用：文件开头写入字节顺序标记，Excel 才能正确读中文"}},
    {OPTION_TREND, "trend", 0, VALUE_NONE, NULL, .commands = ON(REPORT),
     .help = {"the operand is a folder of runs: fidelity, pass rate and signals over time",
              "操作数是存放多次运行的目录：忠实度、通过率和信号随时间的变化"}},
    {OPTION_ALERT, "alert", 0, VALUE_TEXT, "RULE", .many = true, .commands = ON(REPORT),
     .help = {"with --trend: status 1 when it fires, such as 'pass_rate<0.8 for 3' or 'platitude>+20% of 5'",
              "与 --trend 同用：触发时退出状态为 1，例如 'pass_rate<0.8 for 3' 或 'platitude>+20% of 5'"}},
    {OPTION_ALL, "all", 'a', VALUE_NONE, NULL, .commands = ON(RUN) | ON(PLAY) | ON(SCORE) | ON(REPORT),
     .help = {"show every finding, not the worst few", "显示全部发现，而不只是最严重的几条"}},
    {OPTION_PROFILE, "profile", 0, VALUE_NONE, NULL, .commands = ON(SCORE),
     .help = {"print what each finder and rule took, on one thread, instead of the scores",
              "不输出评分，改为输出每个查找器和规则的耗时（单线程）"}},
    {OPTION_PORT, "port", 'p', VALUE_SIZE, "N", .otherwise = "8642", .min = 0, .max = 65535,
     .commands = ON(SERVE) | ON(REVIEW),
     .help = {"the loopback port; 0: any free one", "本机端口；0 表示任选一个空闲端口"}},
    {OPTION_LATENCY, "latency", 0, VALUE_SIZE, "MS", .otherwise = "0", .min = 0, .max = 600000,
     .commands = ON(SERVE) | ON(RUN),
     .help = {"milliseconds before each of the understudy's replies", "替身每次回复前等待的毫秒数"}},
    {OPTION_JITTER, "jitter", 0, VALUE_SIZE, "MS", .otherwise = "0", .min = 0, .max = 600000, .commands = ON(SERVE),
     .help = {"up to so many milliseconds more, by chance", "在此之上随机再多等的毫秒数上限"}},
    {OPTION_FAIL, "fail", 0, VALUE_TEXT, "PLAN", .commands = ON(SERVE),
     .help = {"faults to play, for tests, such as every=5:429+2 or at=7:reset",
              "为测试而安排的故障，例如 every=5:429+2 或 at=7:reset"}},
    {OPTION_RETRIES, "retries", 0, VALUE_SIZE, "N", .otherwise = "5", .min = 0, .max = 100,
     .commands = ON(SHOW) | ON(RUN) | ON(JUDGE),
     .help = {"how often a failed request is tried again", "请求失败后最多重试几次"}},
    {OPTION_LANG, "lang", 0, VALUE_CHOICE, "LANG", "en|zh", .commands = ALL_COMMANDS,
     .help = {"language of messages and reports (default: the locale's; a report follows its scenario)",
              "消息与报告的语言（默认随系统区域；报告随场景文档）"}},
    {OPTION_COLOUR, "color", 0, VALUE_CHOICE, "WHEN", "auto|always|never", "auto", .commands = ALL_COMMANDS,
     .help = {"colour the output; auto: on a terminal, unless NO_COLOR is set",
              "是否着色；auto：在终端上着色，除非设置了 NO_COLOR"}},
    {OPTION_QUIET, "quiet", 'q', VALUE_NONE, NULL, .commands = ALL_COMMANDS,
     .help = {"no chatter on stderr", "stderr 上不输出进度等闲话"}},
    {OPTION_HELP, "help", 'h', VALUE_NONE, NULL, .commands = ALL_COMMANDS, .help = {"this help", "显示本帮助"}},
};
const size_t option_count = sizeof option_table / sizeof *option_table;

static bool belongs(const struct option *option, enum command_id command)
{
    return (option->commands & (UINT32_C(1) << command)) != 0;
}

const struct option *option_of(enum command_id command, enum option_id id)
{
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].id == id && belongs(&option_table[i], command))
            return &option_table[i];
    return NULL;
}

const struct option *option_named(enum command_id command, struct str name)
{
    for (size_t i = 0; i < option_count; i++)
        if (belongs(&option_table[i], command) && str_eq_cstring(name, option_table[i].name))
            return &option_table[i];
    return NULL;
}

const struct option *option_lettered(enum command_id command, char letter)
{
    for (size_t i = 0; i < option_count; i++)
        if (letter != 0 && belongs(&option_table[i], command) && option_table[i].letter == letter)
            return &option_table[i];
    return NULL;
}
