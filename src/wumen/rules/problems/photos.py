"""The problems of photos made at work."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "photo_unreadable": Sentence(
        zh="这张照片打不开，可能没有传完整。",
        en="The photo cannot be read; it may not have arrived whole.",
        next_zh="请再拍一张上传；从微信转来的先存成图片。",
        next_en="Take another one; save a picture from a chat as an image first.",
    ),
    "photo_moment_unknown": Sentence(
        zh="照片要写明是现场、整改前还是整改后（{known}）。",
        en="A photo is on site, before or after ({known}).",
        next_zh="请选一个再上传。",
        next_en="Choose one and upload it.",
    ),
    "photo_too_early": Sentence(
        zh="这一项还没到时间，现在拍的照片说明不了它。",
        en="It is not time for this yet: a photo of now cannot show it.",
        next_zh="请到办的时候再拍。",
        next_en="Take the photo when it is done.",
    ),
    "photo_too_late": Sentence(
        zh="这一项过了 {hours} 小时以上，现在拍的照片说明不了当时。",
        en="It was due more than {hours} hours ago: a photo of now does not show it.",
        next_zh="请在今天的事项下面拍；当时没有照片的，如实写明。",
        next_en="Take it at today's; where there was none then, say so.",
    ),
    "photo_enough": Sentence(
        zh="一件事最多 {most} 张照片，已经够了。",
        en="There are {most} photos of this already, which is enough.",
        next_zh="拍错的可以撤下，再传新的。",
        next_en="Take a wrong one down, then add the new one.",
    ),
    "photo_used": Sentence(
        zh="这张照片已经用在另一件事上了。",
        en="This very photo stands at another thing already.",
        next_zh="请在现场重新拍一张。",
        next_en="Take a new one on the spot.",
    ),
    "photo_isolated_door": Sentence(
        zh="最后去、单独去的户（居家隔离等）门口不拍照。",
        en="No photo is taken at a home walked last and alone (in isolation, and others).",
        next_zh="需要留影的（如处理好的垃圾），请在楼道公共部位拍，记在这一趟下面。",
        next_en="What must be shown is photographed in the common parts and kept with the round.",
    ),
    "photo_missing": Sentence(
        zh="这一项要有照片才能登记办好。",
        en="This counts as done only with a photo.",
        next_zh="请拍一张，和这一项一起提交。",
        next_en="Take one with the form and send both.",
    ),
    "photo_before_missing": Sentence(
        zh="要整改前后对照的，登记时要有整改前的照片。",
        en="What is to be shown before and after needs its photo of before when it is entered.",
        next_zh="请拍一张问题现状，再登记。",
        next_en="Take a photo of how it is now, then enter it.",
    ),
    "photo_after_missing": Sentence(
        zh="这一项要有整改后的照片才能登记办好。",
        en="This counts as done only with a photo of after.",
        next_zh="请整改完拍一张，和“已办”一起提交。",
        next_en="Take a photo when it is put right and send it with the form.",
    ),
    "photo_knock_first": Sentence(
        zh="今天还没有登记敲过这一户的门。",
        en="No knock at this door is noted today.",
        next_zh="请先点敲门结果，再拍照。",
        next_en="Note what the knock found first, then take the photo.",
    ),
    "photo_round_unknown": Sentence(
        zh="这一趟没有这一层，或者不在您的范围内。",
        en="The round has no such floor, or it does not lie in your area.",
        next_zh="请从“今天要走的”进这一趟，再选楼层。",
        next_en="Open the round from today's list and choose the floor.",
    ),
    "photo_unknown": Sentence(
        zh="没有这张照片，或者它不在您的范围内。",
        en="There is no such photo, or it does not lie in your area.",
        next_zh="请回到原来的页面重新打开。",
        next_en="Go back to its page and open it from there.",
    ),
    "photo_not_yours": Sentence(
        zh="只有拍的人、或者能定免办的岗位可以撤下照片。",
        en="Only who took it, or a post that may waive, takes a photo down.",
        next_zh="请找拍照的人或值班长。",
        next_en="Ask who took it, or the duty officer.",
    ),
    "photo_holds": Sentence(
        zh="这一项要靠这张照片说明，不能直接撤下。",
        en="This photo is what shows it: it cannot be taken down as it is.",
        next_zh="请先补一张合适的，再撤下这一张。",
        next_en="Add a fitting one first, then take this one down.",
    ),
}
