// The texts of Files.tsx, apart from the locales so that the form page does not carry them.
import type { Locale } from '../../shared/api/types'

export interface FilesWords {
  title: string
  hint: string
  add: string
  sending: string
  sent: string
  remove: string
  again: string
  from_customer: string
  from_staff: string
  too_large: string
  attachments_full: string
  type_not_allowed: string
  extension_mismatch: string
  dangerous_content: string
  empty_file: string
  closed: string
  busy: string
  failed: string
}

export const FILES_WORDS: Record<Locale, FilesWords> = {
  'zh-CN': {
    title: '图片和文件',
    hint: '可添加最多 10 个文件（图片、PDF、文本、Word、Excel、录音或视频），每个不超过 20 MB。请先遮住身份证号、银行卡号。',
    add: '添加文件',
    sending: '正在上传',
    sent: '已上传',
    remove: '移除',
    again: '重试',
    from_customer: '您',
    from_staff: '客服',
    too_large: '文件超过 20 MB，请压缩或截取后再传。',
    attachments_full: '这件反馈的文件已满（10 个，共 60 MB）。',
    type_not_allowed: '不接收这种文件。请改用图片、PDF、文本、Word、Excel、录音或视频。',
    extension_mismatch: '文件名后缀与内容不符，请用原来的文件。',
    dangerous_content: '文件含有宏或脚本，不能接收。请另存为 PDF 或图片。',
    empty_file: '文件是空的。',
    closed: '这件反馈已关闭，不能再添加文件。',
    busy: '现在太忙，请稍后重试。',
    failed: '没有传成功，请检查网络后重试。',
  },
  en: {
    title: 'Pictures and files',
    hint: 'Up to 10 files (pictures, PDF, text, Word, Excel, sound or video), 20 MB each. Please cover identity and card numbers first.',
    add: 'Add files',
    sending: 'Sending',
    sent: 'Sent',
    remove: 'Remove',
    again: 'Try again',
    from_customer: 'You',
    from_staff: 'Service',
    too_large: 'The file is larger than 20 MB. Make it smaller and try again.',
    attachments_full: 'This feedback has no room for more files (10, together 60 MB).',
    type_not_allowed:
      'Files of this kind are not taken. Use a picture, PDF, text, Word, Excel, sound or video.',
    extension_mismatch: 'The name’s ending does not fit the content. Use the original file.',
    dangerous_content: 'The file holds macros or script. Save it as a PDF or picture.',
    empty_file: 'The file is empty.',
    closed: 'This feedback is closed and takes no more files.',
    busy: 'Too busy just now. Please try again later.',
    failed: 'It was not sent. Check the network and try again.',
  },
  'zh-TW': {
    title: '圖片和檔案',
    hint: '可新增最多 10 個檔案（圖片、PDF、文字、Word、Excel、錄音或影片），每個不超過 20 MB。請先遮住身分證號、銀行卡號。',
    add: '新增檔案',
    sending: '正在上傳',
    sent: '已上傳',
    remove: '移除',
    again: '重試',
    from_customer: '您',
    from_staff: '客服',
    too_large: '檔案超過 20 MB，請壓縮或擷取後再傳。',
    attachments_full: '這件回饋的檔案已滿（10 個，共 60 MB）。',
    type_not_allowed: '不接收這種檔案。請改用圖片、PDF、文字、Word、Excel、錄音或影片。',
    extension_mismatch: '檔名副檔名與內容不符，請用原來的檔案。',
    dangerous_content: '檔案含有巨集或指令碼，不能接收。請另存為 PDF 或圖片。',
    empty_file: '檔案是空的。',
    closed: '這件回饋已關閉，不能再新增檔案。',
    busy: '現在太忙，請稍後重試。',
    failed: '沒有傳成功，請檢查網路後重試。',
  },
}
