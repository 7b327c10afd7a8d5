"""The problems of scans and photos."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "file_empty": Sentence(
        zh="没有收到文件，或者文件是空的。",
        en="No file arrived, or it is empty.",
        next_zh="请重新选一份扫描件或照片再上传。",
        next_en="Choose the scan or photo again and upload it.",
    ),
    "file_too_heavy": Sentence(
        zh="文件超过 {most} MB。",
        en="The file has more than {most} MB.",
        next_zh="请把照片压缩，或扫描时选低一些的清晰度，再上传。",
        next_en="Make the photo smaller or scan it less finely, then upload it.",
    ),
    "file_not_a_scan": Sentence(
        zh="这个文件不是 PDF、JPG 或 PNG。",
        en="This file is no PDF, JPEG or PNG.",
        next_zh="请上传扫描件（PDF）或照片（JPG、PNG）；改扩展名没有用，看的是文件内容。",
        next_en="Upload a scan (PDF) or a photo (JPEG, PNG); its content counts, not its name.",
    ),
    "file_not_a_sound": Sentence(
        zh="这个文件不是 MP3、M4A 或 WAV 录音。",
        en="This file is no MP3, M4A or WAV recording.",
        next_zh="用手机自带的录音机录好，存成 MP3 或 M4A 再上传；看的是文件内容，不是名字。",
        next_en="Record it with the phone's own recorder as MP3 or M4A; its content counts, not its name.",
    ),
    "photo_needed": Sentence(
        zh="这里要一张照片（JPG 或 PNG）。",
        en="A photo (JPEG or PNG) is needed here.",
        next_zh="请用相机拍一张（不拍人脸），再上传。苹果手机存成 HEIC 的，在“设置 › 相机 › 格式”里选“兼容性最佳”。",
        next_en="Take one with the camera, without faces. From an iPhone with HEIC: Settings, Camera, Most Compatible.",
    ),
    "attachment_unknown": Sentence(
        zh="没有这份扫描件或照片，或者它不在您的范围内。",
        en="There is no such scan or photo, or it does not lie in your area.",
        next_zh="请回到原来的页面重新打开。",
        next_en="Go back to its page and open it from there.",
    ),
    "attachment_names_others": Sentence(
        zh="这份文件写着您范围以外的住户，不能打开。",
        en="This document names residents outside your area and is not opened for you.",
        next_zh="需要核对原文，请找社区内勤或值班长。",
        next_en="To compare it with the original, ask the clerk or the duty officer.",
    ),
}
