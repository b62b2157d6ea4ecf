// Views, list and preview side by side; everything by keyboard.
import { Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { TicketRow } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { useKeys } from '../app/keys'
import { Empty, ErrorState, Loading } from '../parts/States'
import { useSteps } from '../ticket/steps/StepProvider'
import { BulkBar } from './BulkBar'
import { FilterBar } from './FilterBar'
import { type Filters, readFilters, writeFilters } from './filters'
import { Preview } from './Preview'
import { TicketList } from './TicketList'
import { useInbox } from './useInbox'
import { useKept } from './useKept'
import { ViewsColumn } from './ViewsColumn'

const COMFORTABLE = 40
const DENSE = 32
const NARROW = matchMedia('(max-width: 700px)')

export default function InboxPage() {
  const { t, word } = useWords()
  const navigate = useNavigate()
  const [address, setAddress] = useSearchParams()
  const addressText = address.toString()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the address
  const filters = useMemo(() => readFilters(address), [addressText])
  const change = useCallback(
    (next: Filters) => setAddress(writeFilters(next), { replace: true }),
    [setAddress],
  )
  const { list, rows, tinted, waiting, showNew } = useInbox(filters)
  const [dense, setDense] = useKept('hy.dense', false)
  const [previewOpen, setPreviewOpen] = useKept('hy.preview', true)
  const [at, setAt] = useState(0)
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set())
  const scroller = useRef<HTMLDivElement>(null)
  const { openStep } = useSteps()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => {
    setAt(0)
    setChecked(new Set())
    scroller.current?.scrollTo?.({ top: 0 })
  }, [addressText])

  const row = rows[at]
  const open = useCallback(
    (r: TicketRow, hash = '') => navigate(`/tickets/${r.ticket_no}${hash}`),
    [navigate],
  )
  const shown = useRef(rows)
  shown.current = rows
  const focus = useCallback(
    (index: number) => {
      setAt(index)
      const pressed = shown.current[index]
      if (NARROW.matches && pressed) open(pressed)
    },
    [open],
  )
  const check = useCallback((r: TicketRow, on: boolean) => {
    setChecked((old) => {
      const next = new Set(old)
      if (on) next.add(r.ticket_no)
      else next.delete(r.ticket_no)
      return next
    })
  }, [])
  useKeys({
    j: () => setAt((i) => Math.min(i + 1, rows.length - 1)),
    k: () => setAt((i) => Math.max(i - 1, 0)),
    Enter: () => row && open(row),
    x: () => row && check(row, !checked.has(row.ticket_no)),
    e: () => row && openStep(row.ticket_no, 'next'),
    a: () => row && openStep(row.ticket_no, 'assign'),
    p: () => row && openStep(row.ticket_no, 'set_priority'),
    r: () => row && open(row, '#reply'),
    n: () => row && open(row, '#note'),
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const more = useMemo(
    () =>
      hasNextPage && !isFetchingNextPage
        ? () => {
            fetchNextPage()
          }
        : null,
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  )

  return (
    <div className={previewOpen && row ? 'inbox with-preview' : 'inbox'}>
      <ViewsColumn filters={filters} />
      <section className="inbox-main" aria-label={word('view', filters.view)}>
        <h1 className="sr">{word('view', filters.view)}</h1>
        <FilterBar
          filters={filters}
          change={change}
          dense={dense}
          setDense={setDense}
          reload={showNew}
        />
        <BulkBar numbers={[...checked]} clear={() => setChecked(new Set())} />
        <div aria-live="polite">
          {waiting > 0 && (
            <button type="button" className="news" onClick={showNew}>
              {t('inbox.news', { n: waiting })}
            </button>
          )}
        </div>
        {list.isPending ? (
          <Loading rows={10} />
        ) : list.isError && rows.length === 0 ? (
          <ErrorState error={list.error} retry={() => list.refetch()} />
        ) : rows.length === 0 ? (
          <NothingHere filters={filters} change={change} />
        ) : (
          <TicketList
            rows={rows}
            rowHeight={NARROW.matches ? 76 : dense ? DENSE : COMFORTABLE}
            at={at}
            checked={checked}
            tinted={tinted}
            query={filters.q}
            more={more}
            focus={focus}
            open={open}
            check={check}
            scroller={scroller}
          />
        )}
      </section>
      {row && previewOpen && (
        <Preview
          ticketNo={row.ticket_no}
          close={() => setPreviewOpen(false)}
          open={() => open(row)}
        />
      )}
      {row && !previewOpen && (
        <Button className="preview-opener" size="small" onClick={() => setPreviewOpen(true)}>
          {t('inbox.preview')}
        </Button>
      )}
    </div>
  )
}

function NothingHere({ filters, change }: { filters: Filters; change: (f: Filters) => void }) {
  const { t } = useWords()
  const narrowed = filters.q || Object.keys(filters.values).length > 0
  if (narrowed) {
    return (
      <Empty
        text={t('inbox.none_found')}
        action={
          <Button onClick={() => change({ ...filters, q: '', values: {} })}>
            {t('inbox.clear_filters')}
          </Button>
        }
      />
    )
  }
  if (filters.view === 'all')
    return (
      <Empty
        text={t('inbox.first_run')}
        action={
          <a href="/feedback" target="_blank" rel="noreferrer">
            <Button type="primary">{t('inbox.open_form')}</Button>
          </a>
        }
      />
    )
  return (
    <Empty
      text={t('inbox.all_done')}
      action={
        <Button onClick={() => change({ ...filters, view: 'all' })}>{t('inbox.see_all')}</Button>
      }
    />
  )
}
