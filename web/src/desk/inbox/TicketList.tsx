// Ten thousand rows: only those on screen exist. j/k move, Enter opens, x selects.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef } from 'react'
import type { TicketRow } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { Row } from './Row'

interface Props {
  rows: TicketRow[]
  rowHeight: number
  at: number
  checked: ReadonlySet<string>
  tinted: ReadonlySet<string>
  query: string
  more: (() => void) | null
  focus: (index: number) => void
  open: (row: TicketRow) => void
  check: (row: TicketRow, on: boolean) => void
  scroller: RefObject<HTMLDivElement | null>
}

export function TicketList(props: Props) {
  const { t } = useWords()
  const { rows, rowHeight, at, more, scroller } = props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 800 },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes change with the density
  useEffect(() => virtual.measure(), [rowHeight])
  const moved = useRef(at)
  useEffect(() => {
    if (moved.current !== at && at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    moved.current = at
  }, [at, virtual])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= rows.length - 30) more()
  }, [last, rows.length, more])
  return (
    <div ref={scroller} className="list-scroll">
      <div
        role="grid"
        aria-label={t('inbox.list')}
        aria-rowcount={rows.length}
        tabIndex={0}
        className="list"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <Row
              key={row.ticket_no}
              row={row}
              index={item.index}
              current={item.index === at}
              checked={props.checked.has(row.ticket_no)}
              tinted={props.tinted.has(row.ticket_no)}
              query={props.query}
              height={item.size}
              top={item.start}
              focus={props.focus}
              open={props.open}
              check={props.check}
            />
          )
        })}
      </div>
    </div>
  )
}
