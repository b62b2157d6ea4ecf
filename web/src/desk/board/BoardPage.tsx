// Columns are the five states. Dragging lights what is possible and says why the rest is not; every
// move also has a menu for the keyboard.
import { MoreOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Segmented } from 'antd'
import { type DragEvent, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { get, query } from '../../shared/api/client'
import {
  type BoardColumn,
  type Id,
  STATES,
  type State,
  type TicketRow,
} from '../../shared/api/types'
import { formatNumber, formatSpan } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useLiveFacts } from '../app/live'
import { useNow } from '../app/useNow'
import { useKept } from '../inbox/useKept'
import { ClockText } from '../parts/ClockChip'
import { CategoryLabel, titleOf } from '../parts/Labels'
import { DepartmentSelect } from '../parts/Pickers'
import { PriorityMark } from '../parts/Priority'
import { ErrorState, Loading } from '../parts/States'
import { useSteps } from '../ticket/steps/StepProvider'
import { moveOf } from './moves'

type Lanes = 'none' | 'department' | 'priority'

export default function BoardPage() {
  const { t } = useWords()
  const [department, setDepartment] = useState<Id>()
  const [lanes, setLanes] = useKept<Lanes>('hy.lanes', 'none')
  const [dragged, setDragged] = useState<TicketRow | null>(null)
  const board = useQuery({
    queryKey: ['board', department],
    queryFn: ({ signal }) =>
      get<{ columns: BoardColumn[] }>(`/board${query({ department })}`, signal),
  })
  useQuietRefresh(() => {
    if (!dragged) board.refetch()
  })
  const { openStep } = useSteps()
  const move = (row: TicketRow, to: State) => {
    const step = moveOf(row, to)
    if ('verb' in step) openStep(row.ticket_no, step.verb)
  }
  const columns = useMemo(
    () =>
      STATES.map(
        (state) =>
          board.data?.columns.find((c) => c.state === state) ?? {
            state,
            count: 0,
            oldest_at: null,
            items: [],
          },
      ),
    [board.data],
  )
  if (!board.data)
    return (
      <div className="page">
        {board.error ? (
          <ErrorState error={board.error} retry={() => board.refetch()} />
        ) : (
          <Loading rows={12} />
        )}
      </div>
    )
  return (
    <div className="board-page">
      <header className="page-head">
        <h1>{t('nav.board')}</h1>
        <div className="board-department">
          <DepartmentSelect value={department} onChange={setDepartment} />
        </div>
        <Segmented<Lanes>
          size="small"
          value={lanes}
          onChange={setLanes}
          options={[
            { value: 'none', label: t('board.no_lanes') },
            { value: 'department', label: t('ticket.department') },
            { value: 'priority', label: t('ticket.priority') },
          ]}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard */}
      <section className="board" tabIndex={0} aria-label={t('nav.board')}>
        {columns.map((column) => (
          <Column
            key={column.state}
            column={column}
            lanes={lanes}
            dragged={dragged}
            setDragged={setDragged}
            move={move}
          />
        ))}
      </section>
    </div>
  )
}

const QUIET_MS = 1500

/** Redraws once a burst of facts is over. */
function useQuietRefresh(refresh: () => void) {
  const [timer] = useState<{ id: ReturnType<typeof setTimeout> | null }>({ id: null })
  useLiveFacts(() => {
    if (timer.id) clearTimeout(timer.id)
    timer.id = setTimeout(refresh, QUIET_MS)
  })
}

interface ColumnProps {
  column: BoardColumn
  lanes: Lanes
  dragged: TicketRow | null
  setDragged: (row: TicketRow | null) => void
  move: (row: TicketRow, to: State) => void
}

function Column({ column, lanes, dragged, setDragged, move }: ColumnProps) {
  const { t, word, locale } = useWords()
  const now = useNow()
  const step = dragged && moveOf(dragged, column.state)
  const look = !step ? '' : 'verb' in step ? 'possible' : step.why === 'same' ? '' : 'impossible'
  const over = (event: DragEvent) => {
    if (step && 'verb' in step) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    if (dragged) move(dragged, column.state)
    setDragged(null)
  }
  const cards = (rows: TicketRow[]) =>
    rows.map((row) => (
      <BoardCard
        key={row.ticket_no}
        row={row}
        setDragged={setDragged}
        move={move}
        dragged={dragged === row}
      />
    ))
  return (
    <section
      className={`column ${look}`}
      onDragOver={over}
      onDrop={drop}
      aria-label={word('state', column.state)}
    >
      <h2>
        {word('state', column.state)}{' '}
        <span className="count">{formatNumber(column.count, locale)}</span>
        {column.oldest_at && column.state !== 'closed' && (
          <small className="soft">
            {t('board.oldest', {
              span: formatSpan(now - new Date(column.oldest_at).getTime(), locale),
            })}
          </small>
        )}
      </h2>
      {step && (
        <p className="drop-hint">
          {'verb' in step
            ? word('step', step.verb)
            : step.why === 'same'
              ? ''
              : word('move', step.why)}
        </p>
      )}
      <div className="cards">
        {column.items.length === 0 && <p className="soft column-empty">{t('board.empty')}</p>}
        {lanes === 'none'
          ? cards(column.items)
          : group(column.items, lanes).map(([name, rows]) => (
              <div key={name} className="lane">
                <h3>
                  {lanes === 'priority' ? word('priority', name) : name || t('board.no_department')}{' '}
                  <span className="soft">{rows.length}</span>
                </h3>
                {cards(rows)}
              </div>
            ))}
        {column.count > column.items.length && (
          <Link to={`/inbox?view=all&state=${column.state}`} className="column-more">
            {t('board.more', { n: formatNumber(column.count - column.items.length, locale) })}
          </Link>
        )}
      </div>
    </section>
  )
}

function group(rows: TicketRow[], lanes: 'department' | 'priority'): [string, TicketRow[]][] {
  const out = new Map<string, TicketRow[]>()
  for (const row of rows) {
    const name = row[lanes] ?? ''
    out.set(name, [...(out.get(name) ?? []), row])
  }
  return [...out].sort(([a], [b]) =>
    lanes === 'priority'
      ? ['high', 'mid', 'low'].indexOf(a) - ['high', 'mid', 'low'].indexOf(b)
      : a.localeCompare(b, 'zh'),
  )
}

function BoardCard({
  row,
  dragged,
  setDragged,
  move,
}: {
  row: TicketRow
  dragged: boolean
  setDragged: (row: TicketRow | null) => void
  move: (row: TicketRow, to: State) => void
}) {
  const { t, word } = useWords()
  const stripe = Number(row.department_id ?? 0) % 6
  const moves = STATES.map((state) => ({ state, step: moveOf(row, state) })).filter(
    ({ step }) => !('why' in step && step.why === 'same'),
  )
  return (
    <article
      className={`board-card stripe-${stripe}${dragged ? ' dragged' : ''}`}
      draggable
      onDragStart={(e) => {
        e.dataTransfer.effectAllowed = 'move'
        e.dataTransfer.setData('text/plain', row.ticket_no)
        setDragged(row)
      }}
      onDragEnd={() => setDragged(null)}
    >
      <div className="board-card-head">
        <PriorityMark priority={row.priority} short />
        <CategoryLabel row={row} />
        <span className="gap" />
        <Dropdown
          trigger={['click']}
          menu={{
            items: moves.map(({ state, step }) => ({
              key: state,
              disabled: 'why' in step,
              label:
                'verb' in step
                  ? `${word('state', state)} · ${word('step', step.verb)}`
                  : `${word('state', state)} · ${word('move', step.why)}`,
              onClick: () => move(row, state),
            })),
          }}
        >
          <Button
            type="text"
            size="small"
            icon={<MoreOutlined />}
            aria-label={t('board.move', { no: row.ticket_no })}
          />
        </Dropdown>
      </div>
      <Link to={`/tickets/${row.ticket_no}`} draggable={false}>
        {titleOf(row, t)}
      </Link>
      <div className="board-card-foot">
        {row.next_due ? <ClockText due={row.next_due} /> : <span />}
        <span className="soft">{row.owner || t('ticket.no_owner')}</span>
      </div>
    </article>
  )
}
