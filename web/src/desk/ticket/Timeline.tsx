// One readable story: who, what, when in a line; customer-visible items carry a bar, internal ones a
// lock and a tinted ground.
import { LockOutlined } from '@ant-design/icons'
import { memo, useMemo, useState } from 'react'
import type { Ticket, TimelineItem } from '../../shared/api/types'
import { formatExact, formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { EvidenceText } from '../parts/Evidence'
import { useDepartments, useUsers } from '../parts/Pickers'
import { ErrorState, Loading } from '../parts/States'
import { useTimeline } from './useTicket'

export function Timeline({
  ticket,
  showEvidence = false,
}: {
  ticket: Ticket
  showEvidence?: boolean
}) {
  const { t } = useWords()
  const { data, error, refetch } = useTimeline(ticket.ticket_no)
  if (!data)
    return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading rows={4} />
  const first = data.items.find((item) => item.event === 'ticket_created')
  return (
    <ol className="timeline" aria-label={t('ticket.timeline')}>
      {data.items.filter(isTold).map((item) => (
        <Item
          key={item.id}
          item={item}
          evidenceOf={showEvidence && item === first ? ticket : null}
        />
      ))}
    </ol>
  )
}

/** The fact behind a message that stands just above says nothing more. */
const isTold = (item: TimelineItem) => item.event !== 'human_reply' || item.text !== ''

const Item = memo(function Item({
  item,
  evidenceOf,
}: {
  item: TimelineItem
  evidenceOf: Ticket | null
}) {
  const { t, word, locale } = useWords()
  const [open, setOpen] = useState(false)
  const internal = item.visibility === 'internal'
  const who = item.actor.kind === 'user' ? item.actor.name : word('actor', item.actor.kind)
  const what = item.event ? word('event', item.event) : word('item', item.kind)
  const names = useNames()
  // What has no word is for machines: commitments, message ids.
  const changes = Object.entries(item.changes ?? {}).filter(
    ([name, v]) =>
      word('field', name) !== name &&
      v !== null &&
      v !== '' &&
      !(Array.isArray(v) && v.length === 0),
  )
  const evidence = evidenceOf?.analysis?.evidence
  return (
    <li
      className={`item ${item.kind} ${internal ? 'internal' : 'visible'} from-${item.event === 'ticket_created' ? 'customer' : item.actor.kind}`}
    >
      <p className="item-head">
        {internal && (
          <LockOutlined title={t('ticket.internal')} aria-label={t('ticket.internal')} />
        )}
        <b>{who}</b>
        <span>{what}</span>
        {changes.length > 0 && (
          <button
            type="button"
            className="fold"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? t('ticket.fold') : t('ticket.details')}
          </button>
        )}
        <time dateTime={item.at} title={formatExact(item.at, locale)}>
          {formatInstant(item.at, locale)}
        </time>
      </p>
      {item.text && (
        <p className="item-text">
          {evidence && evidence.length > 0 ? (
            <EvidenceText text={item.text} evidence={evidence} />
          ) : (
            item.text
          )}
        </p>
      )}
      {open && (
        <dl className="changes">
          {changes.map(([name, value]) => (
            <div key={name}>
              <dt>{word('field', name)}</dt>
              <dd>{sayValue(value, name, word, names)}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
})

const VOCABULARIES: Record<string, string> = {
  state: 'state',
  sub_state: 'sub_state',
  priority: 'priority',
  category: 'category',
  complaint_kind: 'kind',
  sentiment: 'sentiment',
  clock: 'clock_name',
  channel: 'channel',
  reproduced: 'reproduced',
  root_cause: 'root_cause',
  compensation_kind: 'compensation',
  close_reason: 'close_reason',
  emotions: 'emotion',
  topics: 'topic',
  sensitive_classes: 'sensitive',
  customer_tier: 'tier',
  decision: 'approval',
  field: 'reveal_field',
  level: 'level',
  role: 'role',
}

type Names = Record<string, Map<number, string>>

/** People and departments by their numbers, as far as they are known already. */
function useNames(): Names {
  const users = useUsers()
  const departments = useDepartments()
  return useMemo(() => {
    const people = new Map(users.data?.items.map((u) => [u.id, u.display_name]))
    return {
      owner_id: people,
      mentions: people,
      department_id: new Map(departments.data?.items.map((d) => [d.id, d.name])),
    }
  }, [users.data, departments.data])
}

function sayValue(
  value: unknown,
  name: string,
  word: (v: string, id: string) => string,
  names: Names,
): string {
  if (Array.isArray(value)) return value.map((v) => sayValue(v, name, word, names)).join('、')
  if (typeof value === 'boolean') return word('flag', String(value))
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  if (typeof value === 'number' && names[name])
    return names[name].get(value) ?? (value === 0 ? '—' : `#${value}`)
  if (name === 'confidence') return `${Math.round(Number(value) * 100)}%`
  const vocabulary = VOCABULARIES[name]
  return vocabulary ? word(vocabulary, String(value)) : String(value)
}
