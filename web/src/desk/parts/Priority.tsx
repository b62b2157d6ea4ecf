import type { Priority } from '../../shared/api/types'
import { useWords } from '../app/i18n'

/** Filled triangle + 高, half diamond + 中, hollow circle + 低: shape, word and colour say the same. */
export function PriorityMark({ priority, short = false }: { priority: Priority; short?: boolean }) {
  const { word } = useWords()
  return (
    <span className={`priority ${priority}`} title={word('priority', priority)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {priority === 'high' && <path d="M6 1 11.4 11H.6z" fill="currentColor" />}
        {priority === 'mid' && (
          <>
            <path
              d="M6 .8 11.2 6 6 11.2.8 6z"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.4"
            />
            <path d="M6 .8v10.4L.8 6z" fill="currentColor" />
          </>
        )}
        {priority === 'low' && (
          <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.4" />
        )}
      </svg>
      <span>{word(short ? 'priority_short' : 'priority', priority)}</span>
    </span>
  )
}
