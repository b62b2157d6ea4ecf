import type { Sentiment } from '../../shared/api/types'
import { useWords } from '../app/i18n'

const MOUTH: Record<Sentiment, string> = {
  positive: 'M5 9.4c.8 1.1 1.8 1.7 3 1.7s2.2-.6 3-1.7',
  neutral: 'M5.2 10.4h5.6',
  negative: 'M5 11.2C5.8 10.1 6.8 9.5 8 9.5s2.2.6 3 1.7',
}

/** A face in outline; never a traffic light. */
export function SentimentFace({ sentiment }: { sentiment: Sentiment }) {
  const { word } = useWords()
  const label = word('sentiment', sentiment)
  return (
    <svg
      className="face"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      role="img"
      aria-label={label}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
    >
      <title>{label}</title>
      <circle cx="8" cy="8" r="6.6" />
      <path d="M5.7 6.2v.6M10.3 6.2v.6" />
      <path d={MOUTH[sentiment]} />
    </svg>
  )
}
