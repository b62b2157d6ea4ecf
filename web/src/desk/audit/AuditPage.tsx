// The event log: search, verify now, the signed head.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, post, query } from '../../shared/api/client'
import type { List } from '../../shared/api/types'
import { formatExact, formatNumber } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'

interface EventRow {
  seq: number
  at: string
  ticket_no: string | null
  actor: string
  kind: string
  payload: unknown
  leaf_hash: string
}
interface Verified {
  ok: boolean
  events: number
  heads: number
  first_bad: number | null
  findings?: { kind: string; zh: string; en: string }[]
}
interface Head {
  head: string
  public_key: string
}

export default function AuditPage() {
  const { t, word, locale } = useWords()
  const [kind, setKind] = useState('')
  const [ticketNo, setTicketNo] = useState('')
  const [open, setOpen] = useState<number | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['events', kind, ticketNo],
    queryFn: ({ pageParam, signal }) =>
      get<List<EventRow>>(
        `/events${query({ kind: kind.trim(), ticket_no: ticketNo.trim().toUpperCase(), limit: 100, after: pageParam })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
  const rows = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <div className="page">
      <h1>{t('nav.audit')}</h1>
      <Verify />
      <div className="filters">
        <Input
          size="small"
          className="filter-text"
          allowClear
          value={ticketNo}
          onChange={(e) => setTicketNo(e.target.value)}
          placeholder={t('audit.ticket')}
          aria-label={t('audit.ticket')}
        />
        <Input
          size="small"
          className="filter-text"
          allowClear
          value={kind}
          onChange={(e) => setKind(e.target.value)}
          placeholder={t('audit.kind')}
          aria-label={t('audit.kind')}
        />
      </div>
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <ErrorState error={list.error} retry={() => list.refetch()} />
      ) : rows.length === 0 ? (
        <Empty text={t('audit.none')} />
      ) : (
        <div className="table-wrap">
          <table className="table">
            <thead>
              <tr>
                <th>{t('audit.seq')}</th>
                <th>{t('audit.at')}</th>
                <th>{t('audit.event')}</th>
                <th>{t('audit.ticket')}</th>
                <th>{t('audit.actor')}</th>
                <th>{t('audit.hash')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((e) => (
                <tr key={e.seq}>
                  <td className="number">{formatNumber(e.seq, locale)}</td>
                  <td className="nowrap">{formatExact(e.at, locale)}</td>
                  <td>
                    <button
                      type="button"
                      className="fold"
                      aria-expanded={open === e.seq}
                      onClick={() => setOpen(open === e.seq ? null : e.seq)}
                    >
                      {word('event', e.kind)}
                    </button>
                    {open === e.seq && <pre>{JSON.stringify(e.payload, null, 2)}</pre>}
                  </td>
                  <td className="nowrap">
                    {e.ticket_no && <Link to={`/tickets/${e.ticket_no}`}>{e.ticket_no}</Link>}
                  </td>
                  <td>{e.actor}</td>
                  <td>
                    <code title={e.leaf_hash}>{e.leaf_hash.slice(0, 12)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <Button onClick={() => list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}

function Verify() {
  const { t, locale } = useWords()
  const { may } = useSession()
  const { data: head } = useQuery({
    queryKey: ['head'],
    queryFn: ({ signal }) => get<Head>('/audit/head', signal),
    retry: false,
  })
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Verified | null>(null)
  const [error, setError] = useState<unknown>(null)
  async function verify() {
    setBusy(true)
    setError(null)
    await post<Verified>('/audit/verify', {}).then(setResult, setError)
    setBusy(false)
  }
  return (
    <section className="card">
      {head?.head && (
        <p className="head-line">
          <span className="soft">{t('audit.head')}</span> <code>{head.head}</code>
        </p>
      )}
      {may('audit.verify') && (
        <Button onClick={verify} loading={busy}>
          {t('audit.verify')}
        </Button>
      )}
      {result && (
        <Alert
          className="refusal"
          type={result.ok ? 'success' : 'error'}
          message={
            result.ok
              ? t('audit.ok', {
                  events: formatNumber(result.events, locale),
                  heads: formatNumber(result.heads, locale),
                })
              : t('audit.bad', { what: String(result.first_bad ?? '—') })
          }
          description={result.findings?.map((f) => (
            <p key={f.kind + f.en}>{locale === 'en' ? f.en : f.zh}</p>
          ))}
        />
      )}
      <Refusal error={error} />
    </section>
  )
}
