/* A small document of our own for tests of what is derived and scored. */
#ifndef FIDELIO_TESTS_CALLER_DOCUMENT_H
#define FIDELIO_TESTS_CALLER_DOCUMENT_H

/* Lines are counted in the tests: add at the end. */
#define WATER_HEATER                                                                                                   \
    "# 热水器回访\n"                                                                                              \
    "## 电话拨打方\n"                                                                                             \
    "### 角色\n"                                                                                                     \
    "青禾家电的回访员孙悦\n"                                                                                 \
    "### 开场白\n"                                                                                                  \
    "您好，我是青禾家电的孙悦，回访一下上周的热水器安装。\n"                                 \
    "## 电话接听方\n"                                                                                             \
    "### 角色\n"                                                                                                     \
    "何俊，44岁，出租车司机，做事谨慎。\n"                                                             \
    "### 核心关切点\n"                                                                                            \
    "**首要问题**\n"                                                                                               \
    "- 安装费为什么比报价多收了六十块\n"                                                                \
    "**次要问题**\n"                                                                                               \
    "- 漏水以后保修找谁\n"                                                                                     \
    "**潜在问题**\n"                                                                                               \
    "- 怕丈母娘说他买了便宜货\n"                                                                            \
    "### 典型行为模式\n"                                                                                         \
    "- 总会先怀疑对方是不是推销\n"                                                                         \
    "- 偶尔犹豫，不马上表态\n"                                                                               \
    "- 爱哼小曲\n"                                                                                                 \
    "### 回复风格示例\n"                                                                                         \
    "**反面教材**\n"                                                                                               \
    "- “装得特别好，我非常满意。”\n"                                                                   \
    "**正面教材**\n"                                                                                               \
    "- “你先讲清楚，六十块是哪来的？”\n"                                                             \
    "### 结束条件\n"                                                                                               \
    "- 多收的钱怎么退讲清楚了，何俊没有再追问\n"                                                    \
    "- 有乘客上车或者电台喊他，他先去忙，约好改天再打\n"                                        \
    "- 结束语多为“就这样吧”之类的短句\n"

#endif
