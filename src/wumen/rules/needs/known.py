"""The words that have always made a need urgent or a danger: what they raise, no later rule lowers."""

from wumen.rules.health_names import MEDICINE_NAMES, TREATMENT_NAMES
from wumen.rules.shapes import Shape

MEDICINE = Shape(
    rf"{MEDICINE_NAMES}|(?<!山)(?<!芍)(?<!农)药(?!皂)|缓释|肠溶|胶囊|滴眼液|喷雾剂|丸(?!子)"
)
TREATMENT = Shape(rf"{TREATMENT_NAMES}|就医|看病|住院|急诊|挂号|医院|复查|断药|没药")
AILING = Shape(
    r"(?<![不没无])(?<!没有)(?:发烧|发热|高烧|呕吐|过敏)|腹痛|肚子疼|肚子痛|摔倒|摔伤|摔了|流血|受伤|烫伤"
)
UTILITY = Shape(r"停电|没电|断电|停水|没水|漏水|漏电|爆管")
GAS = Shape(r"燃气|煤气")
SHUT = Shape(r"被困|困在")
HUNGER = Shape(r"没吃的|没东西吃|没有吃的|断粮|断奶|没奶|没奶粉")
LIFE = Shape(
    r"(?:胸痛|胸口[疼痛]|胸闷|心口[疼痛]|心绞痛|心梗|心肌梗|中风|脑梗|脑出血|喘不上|喘不过|呼吸困难|憋气|昏迷|昏倒|晕倒|晕厥|昏厥|不省人事|叫不醒|没有?反应|"
    r"抽搐|抽风|大出血|出血不止|吐血|休克|窒息|噎住|卡住喉|卡喉|自杀|轻生|割腕|跳楼|不想活|中毒|触电|着火|起火|火灾|失火|"
    r"羊水|破水|要生了|临产|宫缩|见红|没有?呼吸|心跳停|救命|心脏骤停|关在电梯|困在电梯|电梯困人|(?<![0-9])120(?![0-9]))(?!后|术后|病史|史|后遗|康复|恢复)"
)
# As a reason why samplers must come, these are what somebody had, not what happens now.
CHRONIC = Shape(r"脑梗|脑出血|中风|心梗|心肌梗死?|心绞痛|抽搐")
SYMPTOM = Shape(
    r"(?<!不)(?<!没)(?<!无)(?<!没有)(?:咳嗽|发烧|发热|嗓子|咽痛|喉咙|乏力|没劲|拉肚子|腹泻|呕吐|恶心|头[疼痛晕]|鼻塞|流鼻涕|流涕|不舒服|难受|味觉|嗅觉|气短|胸闷)"
)
