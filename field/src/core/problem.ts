// A refusal: its code, a sentence in two languages, and what to do next.

export interface Problem {
  code: string;
  zh: string;
  en: string;
  next_zh: string;
  next_en: string;
}

/** A problem as an error that screens show. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

const OWN: Record<string, Omit<Problem, "code">> = {
  storage_full: {
    zh: "手机存满了，这一条没有记上。",
    en: "The phone is full; this entry was not noted.",
    next_zh: "请先删几张别的照片，或连上网把未上传的传完，再点一次。这一条现在请写在纸上。",
    next_en: "Delete some other photos, or get online and let the rest be sent, then tap again. Write this one on paper now.",
  },
  storage_broken: {
    zh: "手机的存储打不开，这一条没有记上。",
    en: "The phone's storage cannot be opened; this entry was not noted.",
    next_zh: "请关掉重开；还不行，用纸质入户单，并告诉社区内勤。",
    next_en: "Close and open again; if that fails use the paper sheet and tell the office.",
  },
  storage_closed: {
    zh: "手机的存储这会儿打不开，这里什么也记不了。",
    en: "The phone's storage does not open right now; nothing can be noted here.",
    next_zh: "已经记下的都还在。请把这个应用从后台划掉再打开；还不行，重启手机。这之前先写在纸上。",
    next_en: "What was noted is still there. Swipe the app away and open it again, or restart the phone; write on paper until then.",
  },
  storage_none: {
    zh: "这个浏览器不让存东西，手机不能在这里记事。",
    en: "This browser keeps nothing, so the phone cannot record here.",
    next_zh: "请关掉“无痕浏览”，在设置里允许 Cookie，或换一个浏览器，再打开。",
    next_en: "Leave private browsing, allow cookies in the settings, or use another browser, then open it again.",
  },
  no_crypto: {
    zh: "这个地址不是加密的，手机不能在这里记事。",
    en: "This address is not encrypted, so the phone cannot record here.",
    next_zh: "请用办公室安装说明上 https 开头的地址打开。",
    next_en: "Open the address that begins with https on the office's install sheet.",
  },
  offline: {
    zh: "现在连不上。",
    en: "No connection now.",
    next_zh: "已经记下的都在本机，连上网再试。",
    next_en: "What is noted stays on this phone; try again when there is a network.",
  },
  temperature_unlikely: {
    zh: "体温应在 34 到 43 度之间。",
    en: "A temperature lies between 34 and 43 degrees.",
    next_zh: "请再看一眼体温计，例如 36.5。",
    next_en: "Look at the thermometer again, for example 36.5.",
  },
  reading_missing: {
    zh: "实测要填体温。",
    en: "A measured temperature needs its reading.",
    next_zh: "填上读数再点“办好”；是住户自己说的，先点“自报”。",
    next_en: "Enter the reading; if the household only told you, choose reported first.",
  },
  grade_not_accepted: {
    zh: "这件事不收这一种凭据。",
    en: "This does not accept that kind of evidence.",
    next_zh: "请换一种：实测、自报或代报中亮着的。",
    next_en: "Choose another: measured, reported or declared, whichever is offered.",
  },
  reason_of_sampling: {
    zh: "“婴幼儿”只说得了采样，别的事照常办。",
    en: "“Infant” is a reason for samples alone; everything else goes on as usual.",
    next_zh: "在这个孩子的采样那一条点“婴幼儿”；别的事另选原因。",
    next_en: "Tap it at the child's sample; for anything else choose another reason.",
  },
  reason_needed: {
    zh: "请写原因。",
    en: "Please give the reason.",
    next_zh: "点一个原因，或写一句。",
    next_en: "Tap a reason or write a sentence.",
  },
  photo_needed: {
    zh: "这件事要有照片才算办好。",
    en: "This counts as done only with a photo.",
    next_zh: "请先拍照，再点“已办”。",
    next_en: "Take the photo first, then tap done.",
  },
  photo_unreadable: {
    zh: "这张照片打不开。",
    en: "The photo cannot be read.",
    next_zh: "请用“拍照”再拍一张。",
    next_en: "Take another one with the camera.",
  },
  photo_not_here: {
    zh: "最后去、单独去的户（居家隔离等）门口不拍照。",
    en: "No photo is taken at a home walked last and alone (in isolation, and others).",
    next_zh: "请不带照片办，写一句说明。",
    next_en: "Note it without a photo and write a sentence.",
  },
};

/** One of the phone's own problems. */
export const refusal = (code: keyof typeof OWN): Refusal => new Refusal({ code, ...OWN[code]! });
