#include "call.h"

#include <criterion/criterion.h>

const char *const flower_document =
    "## 电话拨打方\n\n### 角色\n\n禾木花坊客户专员沈一禾（女），负责订花后的回访。\n\n"
    "### 核心任务（一句话）\n\n问清这束花送得怎么样。\n\n"
    "### 目标客户画像\n\n- 老客户，电话里不谈销售推广\n\n"
    "### 分步流程和话术（最重要）\n\n"
    "1. **确认身份**\n   - 您好，请问是郑岚女士吗？我是禾木花坊的沈一禾，为您上周六订的那束花做个回访，不推销。\n"
    "2. **说明来意**\n   - 这通电话只问花材和配送。\n   - 问到的情况只给店长看。\n"
    "3. **收货情况**\n   - （如客户说没空则跳过）花到的时候新鲜不新鲜？\n   - 花瓶里的水您换过几回？\n"
    "4. **照料**\n   - 剪枝的斜口每两天修一次就好。\n"
    "   - 如果客户说“不太确定”或者“说不准”：\n     - 那不要紧，您拍张照片发给我，我替您看。\n"
    "5. **收尾**\n   - 下个月有节日，配送会提前排期。祝您生活愉快，再见。\n\n"
    "### 问答知识库\n\n"
    "- Q: 花蔫了能不能重新送一束？\n  - A: 签收当天拍照联系店里，核实以后补送一束同款。\n"
    "- Q: 发票怎么开？\n  - A: 在小程序的订单页里点开票，电子发票当天发到邮箱。\n"
    "- Q: 下次能不能指定上午送？\n  - A: 下单时备注上午，九点到十二点之间送到。\n\n"
    "### 开场白\n\n您好，是郑岚女士吧？我是禾木花坊的沈一禾，打来问问上周六那束花收得好不好，耽误您两分钟。\n\n"
    "### 结束条件与结束语\n\n结束条件：\n- 客户没有别的要说\n\n结束语：\n谢谢您的时间，花有问题随时找我。再见。\n\n"
    "## 电话接听方\n\n### 角色\n\n郑岚，29岁，绘本编辑。\n\n### 背景信息\n\n- 家里养了一只猫\n\n"
    "### 核心关切点\n\n- **首要问题**\n    - 花能不能多放几天\n\n### 对话中的典型行为模式\n\n- 会先问清对方是谁\n\n"
    "### 回复风格示例\n\n- **反面教材**:\n    - “都挺好。”\n- **正面教材**:\n    - “那束花啊，我想想。”\n\n"
    "### 结束条件\n\n- 郑岚把情况说完，没有别的要问\n";

void call_open(struct call *call, const char *document, const struct dialogue_options *options, uint32_t repeat)
{
    struct error err = {0};
    call->scenario = scenario_from("flower", str_from(document), &err);
    cr_assert_not_null(call->scenario, "%s", err.message);
    call->context = signal_context_new(call->scenario);
    cr_assert_not_null(call->context, "%s", err.message);
    call->dialogue = dialogue_new(call->scenario, call->context, repeat, options);
    call->transcript = dialogue_transcript(call->dialogue);
}

void call_close(struct call *call)
{
    dialogue_free(call->dialogue);
    signal_context_free(call->context);
    scenario_free(call->scenario);
}

struct str call_say(struct call *call, const char *reply)
{
    struct usage usage = {0};
    size_t before = call->transcript->count + (reply != NULL);
    if (reply != NULL)
        dialogue_persona_said(call->dialogue, str_from(reply), (struct str){0}, FINISH_STOP, usage, 0);
    dialogue_next(call->dialogue);
    if (call->transcript->count == before)
        return (struct str){0};
    return call->transcript->messages[call->transcript->count - 1].content;
}

const struct move *call_move(const struct call *call)
{
    for (size_t i = call->transcript->count; i > 0; i--)
        if (call->transcript->messages[i - 1].role == ROLE_CALLER)
            return &call->transcript->messages[i - 1].move;
    return NULL;
}

bool call_holds(struct str text, const char *piece)
{
    return str_find(text, str_from(piece)) != STR_NONE;
}
