#include "cli/command.h"

#include "base/nearest.h"

#include <limits.h>

const struct command commands[COMMAND_COUNT] = {
    [COMMAND_CHECK] =
        {"check",
         "SCENARIO|FOLDER...",
         1,
         SIZE_MAX,
         {"look a scenario document over, with places", "检查场景文档，指出问题所在的行列"},
         {"Reads each document and says what is missing, what was not understood and what will trip a conversation, as "
          "path:line:col. Ends with status 1 when there is a finding of severity error.",
          "逐个读取文档，以 路径:行:列 指出缺了什么、哪些没有读懂、哪些会让对话出错。有错误级别的发现时退出状态为 1。"},
         "fidelio check personas/",
         cmd_check},
    [COMMAND_SHOW] =
        {"show",
         "SCENARIO",
         1,
         1,
         {"print what was understood of a document", "打印对文档的理解"},
         {"The outline with line numbers, the whole scenario as JSON, the prompt exactly as a model is sent it, the "
          "rubric as a "
          "file to edit, or what the scripted caller would answer to a question.",
          "带行号的结构、完整的 JSON、实际发给模型的提示词、可以编辑的评分标准，或脚本拨打方对某个问题的回答。"},
         "fidelio show personas/delivery.md --as prompt",
         cmd_show},
    [COMMAND_RUN] =
        {"run",
         "SCENARIO|FOLDER...",
         1,
         SIZE_MAX,
         {"let models play scenarios, record and score it all", "让模型出演场景，全程记录并打分"},
         {"Everything is kept in runs/ID/. The same command again goes on where it was stopped and asks nothing twice. "
          "Without a gate the exit status is 0 however the persona did, and 3 when conversations could not be "
          "completed.",
          "一切都存放在 "
          "runs/ID/。再次执行同一命令会从中断处继续，不会重复提问。没有设门槛时，无论人设表现如何退出状态都是 "
          "0；有对话未能完成时为 3。"},
         "fidelio run personas/ --model understudy:leaky --repeats 3",
         cmd_run},
    [COMMAND_SCORE] = {"score",
                       "[RUN]",
                       0,
                       1,
                       {"score a run, or any transcripts, without any model",
                        "给一次运行或任意对话记录打分，不调用模型"},
                       {"Scores with the documents kept in the run, or with --scenario. Without a document only the "
                        "core signals and the "
                        "ending apply. The same transcripts give the same bytes with any number of threads.",
                        "用运行目录里保存的文档打分，也可以用 --scenario "
                        "指定。没有文档时只看核心信号和结束方式。同样的记录无论用几个线程，结果逐字节相同。"},
                       "fidelio score --transcripts calls.jsonl --scenario personas/delivery.md",
                       cmd_score},
    [COMMAND_JUDGE] =
        {"judge",
         "RUN",
         1,
         1,
         {"ask a model the rubric's yes-or-no questions about a run", "让裁判模型就一次运行回答评分标准里的是非题"},
         {"Each conversation is asked about three times; votes that disagree count as no answer, and a quote that "
          "nobody said is the judge's error. Answers are kept in RUN/judge.jsonl for score and report, requests in "
          "RUN/judge-tape.jsonl: the same command again asks nothing twice.",
          "每通对话问三次；几票不一致视为没有答案，引用了没人说过的话算裁判模型出错。回答存入 RUN/judge.jsonl，供 "
          "score 和 "
          "report 使用；请求录在 RUN/judge-tape.jsonl，再次执行同一命令不会重复提问。"},
         "fidelio judge runs/3f2a91bc04de --model NAME --base-url http://localhost:8000/v1",
         cmd_judge},
    [COMMAND_AGREE] =
        {"agree",
         "RUN|TRANSCRIPTS",
         1,
         1,
         {"agreement of the scorer, or of a judge, with human labels", "评分器或裁判与人工标注的一致程度"},
         {"Precision, recall and kappa with its 95 % interval and n: signals, ending and verdict of the scorer; with "
          "labels.questions, also each question of the judge. --gate QUESTION ends with status 1 unless kappa is at "
          "least 0.7 on at least 50 labels.",
          "给出精确率、召回率、kappa 及其 95% 区间和样本数：评分器的信号、结束与结论；标注里有 labels.questions "
          "时还有裁判的每个问题。--gate QUESTION 在 kappa 不足 0.7 或标注不足 50 条时以状态 1 结束。"},
         "fidelio agree runs/3f2a91bc04de --labels labels.jsonl --gate stays-customer",
         cmd_agree},
    [COMMAND_REPORT] =
        {"report",
         "RUN...",
         1,
         SIZE_MAX,
         {"print a run's scoreboard and worst findings again, or its report in another format",
          "再次打印一次运行的记分板和最严重的发现，或换一种格式"},
         {"The transcripts are scored anew with the documents kept in the run. Formats for machines and pages: html, "
          "junit, markdown, csv, sqlite, cases (a case book), github and gitlab (annotations).",
          "用运行目录里保存的文档重新打分。供机器和页面使用的格式有：html、junit、markdown、csv、sqlite、cases（案例集"
          "）、githu"
          "b 和 "
          "gitlab（批注）。"},
         "fidelio report runs/3f2a91bc04de --all",
         cmd_report},
    [COMMAND_COMPARE] =
        {"compare",
         "BASELINE|RUN [RUN]",
         1,
         2,
         {"did it get worse? a run held against a baseline or another run",
          "变差了吗？把一次运行与基线或另一次运行对照"},
         {"Both sides are scored with today's scorer under the frozen rubric, the new one under its "
          "own too: a rule that was removed or loosened is "
          "an alarm of its own. Ends with status 1 when it regressed. With --by prompt, caller or model the wordings, "
          "callers or models of one run are compared; a winner is named only when it is shown. --confirm N is a second "
          "look at a doubtful answer; without it no model is "
          "asked.",
          "两边都用今天的评分器按冻结的标准打分，新的一边再按自己的标准打一次：规则被删除或放宽本身就会"
          "报警。变差时退出状态为 1。用 --by prompt、caller 或 model 在一次运行之内比较，能证明更好才判胜出。--confirm "
          "N "
          "在结果可疑时再看一次；不用它就不调用任何模型。"},
         "fidelio compare baseline.json runs/3f2a91bc04de",
         cmd_compare},
    [COMMAND_MERGE] =
        {"merge",
         "RUN...",
         2,
         SIZE_MAX,
         {"put the shards of a run together", "把一次运行的各个分片合并"},
         {"All N runs of --shard K/N of one command become the run of that command without --shard: transcripts and "
          "tapes together, scores and reports made anew. The whole command with --out DIR then goes on with it. Runs "
          "of "
          "other documents, models or parameters, and a shard that is missing or given twice, are refused.",
          "同一命令的 N 个 --shard K/N 运行合并为不带 --shard "
          "的运行：对话与磁带放到一起，分数与报告重新生成；之后可用不带 "
          "--shard 的命令加 --out DIR 继续。文档、模型或参数不同的运行，以及缺少或重复的分片，都会被拒绝。"},
         "fidelio merge runs/part1 runs/part2 -o runs/whole",
         cmd_merge},
    [COMMAND_BLESS] = {"bless",
                       "RUN",
                       1,
                       1,
                       {"freeze a run as the baseline for compare", "把一次运行冻结为 compare 的基线"},
                       {"Documents, rubrics and transcripts go into one file to commit. An incomplete run and one of "
                        "the understudy are refused; a "
                        "rubric that asks less than the blessed one needs --reason.",
                        "文档、标准和对话写进一个可以提交的文件。不完整的运行和替身的运行不能冻结；标准比已冻结的宽松时"
                        "需要 --reason。"},
                       "fidelio bless runs/3f2a91bc04de -o baseline.json",
                       cmd_bless},
    [COMMAND_REVIEW] =
        {"review",
         "RUN",
         1,
         1,
         {"review a run in the browser: agree, overrule, mark what was missed", "在浏览器里复核：同意、推翻、标出遗漏"},
         {"Serves the report on loopback only, at an address with a token. What reviewers say is appended to "
          "RUN/reviews.jsonl and never "
          "changed; an overruled finding stays visible.",
          "只在本机回环地址提供页面，地址带令牌。复核意见追加到 RUN/reviews.jsonl，从不改动；被推翻的判定依然可见。"},
         "fidelio review runs/3f2a91bc04de --sample fails:all,passes:20%",
         cmd_review},
    [COMMAND_PLAY] =
        {"play",
         "SCENARIO",
         1,
         1,
         {"take one side of the call yourself, in the terminal", "自己在终端里扮演通话的一方"},
         {"As the persona you answer the scripted caller; as the caller you talk to a model that plays the persona. "
          "The call is recorded "
          "and scored like any other. Ctrl-D hangs up.",
          "扮演客户时，由脚本拨打方与你对话；扮演拨打方时，由模型扮演客户。通话照样记录和评分。按 Ctrl-D 挂断。"},
         "fidelio play personas/delivery-callback.md --side caller --model understudy",
         cmd_play},
    [COMMAND_SERVE] = {"serve",
                       "",
                       0,
                       0,
                       {"serve the understudy: a stand-in that speaks the OpenAI wire",
                        "启动替身服务：以 OpenAI 接口应答的替身"},
                       {"The understudy plays any scenario document by templates. It is no language model: it is there "
                        "to try fidelio "
                        "out and to test it.",
                        "替身按模板出演任意场景文档。它不是语言模型，只用于试用和测试。"},
                       "fidelio serve --port 8642",
                       cmd_serve},
    [COMMAND_HELP] = {"help",
                      "[COMMAND]",
                      0,
                      1,
                      {"this list, or all about one command", "命令列表，或某个命令的说明"},
                      {NULL, NULL},
                      "fidelio help run",
                      cmd_help},
    [COMMAND_VERSION] = {"version",
                         "",
                         0,
                         0,
                         {"versions of the program and of its libraries", "程序及所用库的版本"},
                         {NULL, NULL},
                         "fidelio version",
                         cmd_version},
};

enum command_id command_named(struct str name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_eq_cstring(name, commands[i].name))
            return (enum command_id)i;
    return COMMAND_COUNT;
}

int ui_unknown_command(const struct ui *ui, const char *name)
{
    const char *names[COMMAND_COUNT + 1] = {NULL};
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    const char *nearest = nearest_of(str_from(name), names);
    if (nearest != NULL)
        return ui_misuse(ui, NULL,
                         SAY(ui, "there is no command '%s'; did you mean '%s'?", "没有命令 '%s'；是不是 '%s'？"), name,
                         nearest);
    return ui_misuse(ui, NULL, SAY(ui, "there is no command '%s'", "没有命令 '%s'"), name);
}
