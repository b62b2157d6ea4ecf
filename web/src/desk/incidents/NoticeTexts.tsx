// What customers will read, in each language there is.
import type { NoticeText } from '../../shared/api/types'
import { useWords } from '../app/i18n'

export function NoticeTexts({ texts }: { texts: NoticeText[] }) {
  const { word } = useWords()
  return (
    <>
      {texts.map((text) => (
        <div key={text.lang} className="letter" lang={text.lang || undefined}>
          {text.lang && <p className="soft">{word('language', text.lang)}</p>}
          {text.subject && <b>{text.subject}</b>}
          <p className="item-text">{text.text}</p>
        </div>
      ))}
    </>
  )
}
