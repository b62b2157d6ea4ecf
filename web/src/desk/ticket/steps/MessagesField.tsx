// What the customer and the desk said to each other, to choose from: each message can be split off
// once, notes never (the new ticket's words are the customer's to read).
import { Checkbox } from 'antd'
import type { TimelineItem } from '../../../shared/api/types'
import { formatInstant } from '../../../shared/time'
import { useWords } from '../../app/i18n'
import { ErrorState, Loading } from '../../parts/States'
import { useTimeline } from '../useTicket'

/** Messages that may be split off, with their ids; the first words of a ticket are the ticket. */
export function separable(items: TimelineItem[]): { id: number; item: TimelineItem }[] {
  const moved = new Set(
    items
      .filter((item) => item.event === 'split')
      .flatMap((item) => (item.changes as { messages?: string[] }).messages ?? [])
      .map(Number),
  )
  return items.flatMap((item) => {
    const id = (item.changes as { message_id?: unknown }).message_id
    return item.kind === 'message' &&
      item.visibility === 'customer' &&
      item.text &&
      typeof id === 'number' &&
      !moved.has(id)
      ? [{ id, item }]
      : []
  })
}

export function MessagesField(props: {
  ticketNo: string
  label: string
  value: string
  set: (value: string) => void
}) {
  const { t, word, locale } = useWords()
  const { data, error, refetch } = useTimeline(props.ticketNo)
  if (!data)
    return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading rows={3} />
  const messages = separable(data.items)
  const chosen = props.value.split(',').filter(Boolean).map(Number)
  if (messages.length === 0) return <p className="soft">{t('split.nothing')}</p>
  return (
    <fieldset className="split-messages">
      <legend className="sr">{props.label}</legend>
      {messages.map(({ id, item }) => (
        <Checkbox
          key={id}
          checked={chosen.includes(id)}
          onChange={(e) =>
            props.set(
              messages
                .map((m) => m.id)
                .filter((m) => (m === id ? e.target.checked : chosen.includes(m)))
                .join(','),
            )
          }
        >
          <span className="soft">
            {item.actor.kind === 'user' ? item.actor.name : word('actor', item.actor.kind)} ·{' '}
            {formatInstant(item.at, locale)}
          </span>
          <span className="split-text">{item.text}</span>
        </Checkbox>
      ))}
      <p className="soft">{t('split.explain')}</p>
    </fieldset>
  )
}
