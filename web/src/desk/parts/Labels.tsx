import type { TicketRow } from '../../shared/api/types'
import { useWords, type Words } from '../app/i18n'

/** A ticket's title; one whose person was erased has none any more. */
export function titleOf(row: { title: string }, t: Words['t']): string {
  return row.title || t('ticket.erased')
}

export function CategoryLabel({ row }: { row: Pick<TicketRow, 'category' | 'complaint_kind'> }) {
  const { word } = useWords()
  const kind = row.complaint_kind ? `·${word('kind', row.complaint_kind)}` : ''
  return (
    <span className="chip">
      {word('category', row.category)}
      {kind}
    </span>
  )
}

/** At most two topics in a row; the rest as "+3". */
export function Topics({ topics, most = 2 }: { topics: string[]; most?: number }) {
  const { word } = useWords()
  const named = topics.map((topic) => word('topic', topic))
  return (
    <>
      {named.slice(0, most).map((topic) => (
        <span key={topic} className="chip plain">
          {topic}
        </span>
      ))}
      {named.length > most && (
        <span className="chip plain" title={named.slice(most).join(' ')}>
          +{named.length - most}
        </span>
      )}
    </>
  )
}

export function StateLabel({ row }: { row: Pick<TicketRow, 'state' | 'sub_state'> }) {
  const { word } = useWords()
  return (
    <span className={`state ${row.state}`}>
      {word('state', row.state)}
      {row.sub_state && <span className="sub"> · {word('sub_state', row.sub_state)}</span>}
    </span>
  )
}
