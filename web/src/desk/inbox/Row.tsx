import { Checkbox } from 'antd'
import { memo } from 'react'
import type { TicketRow } from '../../shared/api/types'
import { formatExact, formatShort } from '../../shared/time'
import { useWords } from '../app/i18n'
import { ClockText } from '../parts/ClockChip'
import { CategoryLabel, StateLabel, Topics, titleOf } from '../parts/Labels'
import { PriorityMark } from '../parts/Priority'
import { SentimentFace } from '../parts/Sentiment'

interface Props {
  row: TicketRow
  index: number
  current: boolean
  checked: boolean
  tinted: boolean
  query: string
  /** Numbers, not a style made anew: a row that stays is not drawn again while others scroll by. */
  height: number
  top: number
  focus: (index: number) => void
  open: (row: TicketRow) => void
  check: (row: TicketRow, on: boolean) => void
}

/** The words searched for, marked in the title. */
export function Highlight({ text, query }: { text: string; query: string }) {
  const wanted = query.trim()
  const at = wanted ? text.toLowerCase().indexOf(wanted.toLowerCase()) : -1
  if (at < 0) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark className="hit">{text.slice(at, at + wanted.length)}</mark>
      {text.slice(at + wanted.length)}
    </>
  )
}

export const Row = memo(function Row(props: Props) {
  const { row, index, current, checked, tinted } = props
  const { t, locale } = useWords()
  const names = [
    'row',
    current && 'current',
    checked && 'checked',
    tinted && 'tinted',
    row.unread && 'unread',
  ]
    .filter(Boolean)
    .join(' ')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its current row
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={current}
      tabIndex={-1}
      className={names}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      data-ticket-no={row.ticket_no}
      onClick={() => props.focus(index)}
      onDoubleClick={() => props.open(row)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the press from opening the row */}
      <span role="gridcell" className="c-check" tabIndex={-1} onClick={(e) => e.stopPropagation()}>
        <Checkbox
          checked={checked}
          onChange={(e) => props.check(row, e.target.checked)}
          aria-label={t('inbox.select', { no: row.ticket_no })}
        />
      </span>
      <span role="gridcell" className="c-priority">
        <PriorityMark priority={row.priority} short />
      </span>
      <span role="gridcell" className="c-title">
        {row.unread && (
          <span
            className="unread-dot"
            role="img"
            aria-label={t('inbox.unread')}
            title={t('inbox.unread')}
          />
        )}
        <span className="title">
          <Highlight text={titleOf(row, t)} query={props.query} />
        </span>
        {row.sensitive && <span className="chip needs">{t('ticket.sensitive')}</span>}
        <Topics topics={row.topics} />
      </span>
      <span role="gridcell" className="c-category">
        <CategoryLabel row={row} />
      </span>
      <span role="gridcell" className="c-face">
        <SentimentFace sentiment={row.sentiment} />
      </span>
      <span role="gridcell" className="c-state">
        <StateLabel row={row} />
      </span>
      <span role="gridcell" className="c-customer">
        {row.customer_masked || '—'}
      </span>
      <span role="gridcell" className="c-owner">
        {row.owner || <span className="soft">{t('ticket.no_owner')}</span>}
      </span>
      <span role="gridcell" className="c-clock">
        {row.next_due ? (
          <ClockText due={row.next_due} />
        ) : (
          <time
            className="soft"
            dateTime={row.received_at}
            title={formatExact(row.received_at, locale)}
          >
            {formatShort(row.received_at, locale)}
          </time>
        )}
      </span>
    </div>
  )
})
