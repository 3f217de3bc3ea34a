/* The names of sections and halves and the words beside them, as keys: Simplified, lower case, no punctuation
 * (spec/aliases.h), with '|' between them. Included by aliases.c only. */
#ifndef FIDELIO_SPEC_ALIAS_NAMES_H
#define FIDELIO_SPEC_ALIAS_NAMES_H

#include "spec/aliases.h"

/* Exact names match a whole title. Loose ones also match inside a longer title, so they must be long or telling
 * enough. */
static const struct {
    enum section_kind kind;
    const char *loose, *exact;
} section_names[] = {
    {SECTION_ROLE,
     "角色|身份|身分|人设|人物设定|人物简介|人物介绍|人物卡|人物画像|角色画像|基本信息|基本资料|个人信息|个人资料|"
     "基本情况|我是谁|你是谁|他是谁|她是谁|是谁|自我介绍|role|identity|persona|character|who you are|who he is|"
     "who she is|who they are|who it is|who i am|who is calling|who's calling|who is speaking|who is on the line|"
     "who picks up|who answers|the person|basics|basic information|basic info",
     "人物|这个人|这人|这位|谁|我是|who|name|about"},
    {SECTION_TASK,
     "核心任务|任务|核心目标|通话目标|通话目的|来电目的|致电目的|拨打目的|呼叫目的|外呼目的|沟通目标|电话目的|"
     "工作目标|使命|职责|这通电话要办的事|为什么打|电话的目的|电话要办|要干什么|要做什么|要办成|要完成|想办的事|"
     "要办的事|"
     "要做的事|要做到|why he rings|why she rings|why he calls|why she calls|why they call|why he is calling|why she is "
     "calling|why they are calling|why you're calling|why you are calling|why you call|why you ring|she's after|he's "
     "after|"
     "they're after|task|mission|objective|purpose of the call|reason for the call|goal of the call|call goal|"
     "core goal|why the call|the job",
     "目标|目的|goal|goals|purpose|aim|why|干嘛|干什么|这通电话干嘛|打这通电话干嘛|她要干的事|他要干的事|要干的事"},
    {SECTION_PROFILE,
     "客户画像|用户画像|目标客户|目标用户|客户轮廓|对方画像|画像|客户信息|客户资料|客户概况|客户档案|候选人信息|"
     "候选人资料|候选人画像|业主信息|业主资料|车主信息|车主资料|租客信息|会员信息|学员信息|家长信息|患者信息|"
     "用户信息|用户资料|已知信息|已知资料|对方信息|对方资料|底细|手里的材料|手上的材料|手里的底|手里的资料|"
     "手里的情况|手上的情况|对方是谁|对面的人|手头的材料|掌握的信息|掌握的情况|掌握的资料|手上的资料|手上资料|"
     "手头资料|账户资料|account details|手头的资料|对客户的了解|接听方信息|接听方资料|通话对象|沟通对象|来电对象|"
     "打给谁|customer profile|client profile|user profile|callee profile|target customer|profile|"
     "customer information|customer info|customer data|customer record|about the customer|about the callee|"
     "who you are calling|who we are calling|knows about|what we know|known about|know about|on file|has on him|"
     "has on her|what the file says",
     "what you know|知道什么|已知|known|knows|what he knows|what she knows|知道的|facts"},
    {SECTION_STEPS,
     "分步流程|分步流程和话术|分步流程与话术|步骤与话术|步骤和话术|流程和话术|流程与话术|对话流程|通话流程|"
     "沟通流程|话术流程|讲稿|分几步|外呼流程|回访流程|服务流程|电话流程|流程|话怎么|步骤|话术|脚本|怎么说|"
     "一步一步|路子|对白流程|照这样讲|照这样说|怎样说|怎么聊|怎么谈|对话环节|通话环节|steps|step by step|script|"
     "call flow|call plan|flow|procedure|process|talk track|what to say|course of the call|how the call goes|"
     "goes about it|running order",
     "台词|往下讲|怎么讲|beats|the talk|the conversation"},
    {SECTION_QA,
     "问答|问与答|问答知识库|知识库|常见问题|常见客户问题|客户常问|常见问答|客户可能的问题|客户可能会问|"
     "客户可能问|可能会问|对方可能会问的|会问什么|会问的|客人会问|万一问起|被问到|可能问|常问|可能问到|可能被问|会被问|"
     "手里的答案|手上的答案|常被问|when asked|"
     "应答口径|"
     "答复口径|标准答案|标准口径|应答|答疑|解答|异议处理|q&a|q a|q and a|faq|knowledge base|questions and answers|"
     "frequently asked|common questions|likely questions|may ask|might ask|could ask|questions that come up|"
     "objection|rebuttals|if asked|if they ask|if he asks|if she asks|要是他问|要是她问|要是客户问|要是对方问",
     "qa|questions|if then"},
    {SECTION_OPENING,
     "开场白|开场|开头语|开头|起始语|首句|头一句|怎么开口|opens with|starts with|begins "
     "with|第一句话|第一条|开头怎么|开场怎么|第一句|"
     "问候语|招呼语|欢迎语|opening|opener|greeting|first line|first words|first sentence",
     "先说|开口说|一开口|open|says first"},
    {SECTION_ENDING,
     "结束条件与结束语|结束条件和结束语|结束条件及结束语|结束条件结束语|结束语与结束条件|结束语和结束条件|"
     "结束语及结束条件|结束时机与结束语|结束时机和结束语|何时结束与结束语|何时结束和结束语|结束条件以及结束语|"
     "end conditions and closing|end conditions & closing|ending conditions & closing|ending & closing|"
     "end condition and closing|ending conditions and closing|ending and closing|when the call is over and|"
     "closing words and end conditions|when to end and|when to stop and",
     "结束|收尾|通话结束|结束通话|ending|the end|end"},
    {SECTION_END_CONDITIONS,
     "结束条件|终止条件|结束通话条件|结束通话的条件|通话结束条件|通话结束的条件|结束时机|结束场景|结束情形|"
     "结束标准|收线条件|收尾条件|退出条件|挂断条件|挂机条件|挂电话的条件|挂断的条件|挂断时机|挂断情形|结束的情形|"
     "结束的条件|结束的情况|结束的时机|结束情况|收线时机|什么情况结束|什么情况下挂断|何时收线|什么时候可以挂|"
     "什么时候收|可以挂|何时挂|何时结束|何时挂断|什么时候结束|什么时候挂|什么情况下结束|什么情况下挂|什么情况会挂|"
     "怎么收线|怎么结束|怎样算结束|end condition|off the phone|off the line|ending condition|end of call|end of the "
     "call|"
     "termination|exit condition|stop condition|stopping condition|hang up condition|conditions for ending|"
     "conditions for hanging up|when to end|when to hang up|when to stop|ends the call|end the call|hangs up|"
     "hang up|call is over|call ends|when it ends|rings off|ring off|hanging up|ending the call|"
     "puts the phone down|put the phone down|puts it down|when the call is over",
     "挂断|挂的时候|挂电话|挂机|收线|ends when|done when|stop|stop when"},
    {SECTION_CLOSING,
     "结束语|结束话术|结尾语|结语|收尾语|收尾的话|signs off|ends "
     "with|收尾话术|收场白|告别语|道别语|道别|再见语|closing|"
     "最后一句|最后一条|末一句|最后的话|last words|last line|farewell|goodbye|sign off|parting words",
     "结束时说|最后说|收尾说|挂前说|挂断前说|收尾时说|挂电话前说|结尾|close|最后|says last|bye"},
    {SECTION_BACKGROUND,
     "背景信息|背景资料|背景|最近的事|近来的事|近来发生|最近发生|发生了什么|角色背景|人物背景|背景故事|经历|处境|前情|"
     "之前的事|"
     "过去的事|以前的事|之前发生|出了什么事|出的事|came before|前因后果|来龙去脉|性格画像|性格特点|性格特征|"
     "即时情境|隐藏动机|事情经过|background|backstory|back story|history|situation|circumstances|context|"
     "what has happened|what happened|how you got here|how he got here|how she got here|coming from|lies behind|"
     "what's behind|she's at|he's at|the story so far|story so far",
     "最近|遭遇|他怎么想|她怎么想|他现在|她现在|最近怎样|最近怎么样|what's going on|going "
     "on|现状|近况|前因|来历|性格|情绪|情绪状态|环境|通话环境|经过|personality|mood|surroundings"},
    {SECTION_CONCERNS,
     "核心关切|关切|关切点|关注点|关心|核心诉求|诉求|顾虑|担忧|痛点|在意|在乎|核心问题|心里的事|放在心上|心里放着|"
     "着紧|心事|疙瘩|关注重点|关注事项|关注的|挂心|挂着|担心的|惦记|上心的|eating her|eating him|eats her|want out "
     "of|wants out of|eats "
     "him|心上的|心里装着这些|心里装|烦心|心结|放不下|"
     "不放心|concern|worries|worried about|what bugs|eating you|on your mind|what bothers|what worries|grievances|"
     "gripes|cares about|care about|wants to know|matters to|what matters|pain points|issues|on his mind|"
     "on her mind|on their mind",
     "担心|关注|worry|cares most about|cares somewhat about"},
    {SECTION_PRIMARY,
     "首要|头一桩|很在意|很关心|biggest worry|biggest "
     "concern|主要问题|主要关切|主要诉求|主要顾虑|主要关注|第一位|最关心|最在意|最要紧|最重要|最担心|最上心|最急|"
     "头等|头一件|primary|asks about first|most important|cares most|top concern|first and foremost|main concern|"
     "main issue",
     "最大的|必问|主要|核心|一级|高|p0|top of the list|main|foremost|major|first"},
    {SECTION_SECONDARY,
     "次要|其次|比较在意|比较关心|有点在意|smaller worry|smaller worries|smaller "
     "concern|次关心|顺带|顺便|次级|次一等|也在意|也关心|还关心|第二位|secondary|comes up once|comes up later|"
     "comes next|if there's time|less urgent|cares somewhat",
     "会问|再来|二级|一般|中|minor|second|next|also"},
    {SECTION_LATENT,
     "潜在|压箱底|埋着|轻易不说|不轻易说|轻易不提|不轻易提|隐性|隐藏|隐含|深层|没说出口|不说出口|说不出口|不肯说|憋着|"
     "不大说出口|"
     "压在心里|嘴上不说|不会讲|不肯讲|不想讲|不愿说|不愿讲|不会说的|不会主动说|"
     "不主动说|不主动提|不明说|藏在心里|藏着|不会说出|讲出口|埋在心里|latent|potential|hidden|unspoken|underlying|"
     "unsaid|beneath the surface|below the surface|under the surface|keeps to himself|keeps to herself|"
     "keeps quiet|keep to themselves|never says aloud|never said aloud|would not say|won't say|"
     "won't say unless asked|only if asked|doesn't say|does not say",
     "不说|三级|低|keeps quiet about"},
    {SECTION_BEHAVIOURS,
     "行为模式|典型行为模式|对话中的典型行为模式|对话中的典型行为|典型行为|行为特征|行为特点|行为表现|行为习惯|"
     "行为|沟通习惯|说话习惯|对话习惯|沟通风格|沟通方式|说话风格|语言风格|语言习惯|表达习惯|反应模式|脾气|"
     "habits on the "
     "phone|对话模式|通话表现|说话什么样|讲话什么样|说话的样子|电话的样子|说话方式|说话特点|语言特点|对话风格|怎么说话|"
     "说话的路数|讲话的路数|路数|"
     "怎么讲话|讲话习惯|讲话的习惯|说话的习惯|聊天的习惯|聊天习惯|说话做事|把口|口头禅|表现方式|必须做|必须遵守|"
     "一定要做|一定会做|不会做|不能做|不可以做|不要做|绝不做|must do|must not do|never does|will not do|won't do|"
     "行为准则|扮演要求|扮演要点|表演要求|guideline|ground rules|dos and don|do s and don|quirk|speaking style|"
     "manner of speaking|how they talk|how they behave|how he behave|how she behave|how to behave|电话里的表现|"
     "电话里的样子|behaviour|behavior|behaves|habits|mannerisms|communication style|conversation style|"
     "how he talks|how she talks|how he acts|how you act|how you talk|how you behave|how you speak|how she acts|"
     "how he carries|he carries on|conducts himself|conducts herself|comes across|she carries on|on the phone|"
     "patterns",
     "phone manner|manner on the phone|他的样子|她的样子|讲话|说话|言行|他会这样|她会这样|他不会这样|她不会这样|he "
     "does|she does|he "
     "does not|she does "
     "not|he doesn't|she "
     "doesn't|他这人|她这人|他这个人|她这个人|习惯|style|表现|要求|rules|manner"},
    {SECTION_EXAMPLES,
     "回复风格示例|回复风格|回复示例|回答示例|风格示例|对话示例|话语示例|语气示例|说话示例|示例|范例|例句|样例|"
     "样板|范本|示范|正反例|语感|语气参考|台词参考|台词示例|说话的感觉|说话的味道|讲话的感觉|听落|典型回复|"
     "典型话语|样句|参考回复|回复样本|sample phrase|sample utterance|sample response|typical phrase|typical replies|"
     "example|sample replies|few shot|sample lines|reply style|response style|how she sounds|how he sounds|"
     "how they sound|tone",
     "语气|语料|voice"},
    {SECTION_NEGATIVE,
     "反面|反例|负面|负例|错误示例|错误示范|错误回复|错误的|坏例子|不要|不该|不应|不会做|不能做|不可以做|绝不|"
     "绝对不|will not|won't|must not|不能这样|不能说成|不要说成|别说成|不会这样说|不会这么说|不会说|不像|禁止|"
     "禁忌|避免|别这样|别这么|切忌|切勿|请勿|勿|忌|negative|don't|don t|dont|do not|never|not like this|avoid|"
     "a bot|chatbot|robot|assistant|机器人|客服腔|不能出现|不能说|不可以说|禁用|禁语|off limits|out of character|"
     "forbidden|not to say|no go|bad|wrong|incorrect|would never say|never says|would not say|wouldn't say",
     "不|别|不行|不可以|no|nope|错误|错"},
    {SECTION_POSITIVE,
     "正面|正例|正向|正确示例|正确示范|正确回复|正确的|好例子|模仿|参考这种|该这么说|该这样说|you'd say|he'd say|she'd "
     "say|they'd say|that fit|说得像|像他说的|像她说的|像他会说的|"
     "像她会说的|要有这种|要有这样|这样的味道|这种感觉|"
     "应该这样|可以这样|要这样说|这样说|像这样|推荐|提倡|会这样说|会这么说|positive|good|like this|this feeling|"
     "imitate|would say|might say|right|correct|prefer|do say|instead|the feel of|in character",
     "正确|对|要|这样|就这样|行|可以|yes|yep|do|dos|say"},
};

/* The longest that is contained in a title counts. */
static const struct {
    enum half half;
    const char *names;
} half_names[] = {
    {HALF_CALLER,
     "外呼专员|外呼|回访专员|客户经理|客服经理|业务员|话务|电话拨打方|拨打方|拨打者|拨打人|拨号方|呼叫方|主叫方|"
     "主叫|呼出方|外呼方|外呼人员|去电方|来电方|来电人|来电人员|来电的人|来电的|拨打人员|来电者|致电方|甲方|"
     "打电话的人|打电话方|发起方|客服代表|客服专员|客服人员|客服|坐席|座席|话务员|服务方|企业方|商家方|专员|"
     "回访员|回访方|caller|calling party|agent|operator|representative|vendor|customer service|support agent|"
     "service rep|rep|the one who calls|who makes the call|person calling|person who calls|calling side|"
     "salesperson|拨电话的人|打电话的一方|打电话的|打电话|makes the call|places the call|who rings|"
     "who is ringing|who calls|打来电话的人|销售|致电|拨号"},
    {HALF_CALLEE,
     "听电话|接电话|接听|受话|电话接听方|who picks up|gets the call|takes the call|receives the call|"
     "answers the call|the one who picks up|who answers the phone|person being called|person called|"
     "person who answers|person who picks up|called side|接电话的|接电话的一方|被拨打方|应答方|被叫人|模拟对象|"
     "接听方|接听者|接听人|接听人员|被叫方|被叫|接电话的人|接电话方|接电方|接线方|被呼叫方|乙方|受访者|受访方|"
     "模拟客户|客户|顾客|用户|消费者|被访者|接收方|callee|called party|customer|client|persona|recipient|"
     "receiver|respondent|the one who is called|the one who answers|call recipient"},
};

/* Words that may stand beside a half's name without making its title more than that. */
static const char half_fillers[] =
    "演|来|请|此|人|者|外呼|智能|真实|目标|受访|设定|脚本|部分|说明|信息|资料|人设|角色|人物|端|侧|方|的|配置|"
    "档案|剧本|提示词|的话|一方|卡|内容|模拟|电话|人员|ai|side|half|script|the|part|prompt|section|setup|card|"
    "sheet|system|instructions|instruction|model|settings|setting|description|definition|系统|指令|设置|定义|描述|"
    "设计|simulated|profile|phone|call|s|and|of|for|与|和|由|扮演|模型|大模型|played|by|llm|嘅|这|那|嗰|边|个";

/* Words that may stand beside a section's name. */
static const char section_fillers[] =
    "说|讲|心里|时候|可能|可能会|的|与|和|及|部分|说明|列表|清单|参考|核心|主要|常用|标准|完整|通话|电话|对话|"
    "以及|全部|内容|and|of|the|for|list|words|does|section|key|main|core|&|full|call|a|an|or|their|his|her|line|lines|"
    "remarks|statement|notes|when|if|时|他|她|会|he|she|they|you|would|事|你|您|我|my|your|常|经常|things|reply|"
    "replies|sample|typical|典型|回复|reference";

#endif
