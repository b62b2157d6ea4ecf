// What could not be delivered or read, with its reason and a retry.
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, post, query } from '../../shared/api/client'
import type { List } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'

type Item = Record<string, unknown> & { id: number }
type Tab = 'dead' | 'waiting' | 'sent' | 'quarantine'
const TABS: Tab[] = ['dead', 'waiting', 'sent', 'quarantine']

export default function OutboxPage() {
  const { t, word } = useWords()
  const [tab, setTab] = useState<Tab>('dead')
  const path = tab === 'quarantine' ? '/quarantine' : '/outbox'
  const { data, error, refetch } = useQuery({
    queryKey: ['outbox', tab],
    queryFn: ({ signal }) =>
      get<List<Item>>(`${path}${query({ state: tab === 'quarantine' ? undefined : tab })}`, signal),
  })
  return (
    <div className="page">
      <h1>{t('nav.outbox')}</h1>
      <Segmented<Tab>
        value={tab}
        onChange={setTab}
        options={TABS.map((value) => ({ value, label: word('outbox', value) }))}
      />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => refetch()} />
        ) : (
          <Loading />
        )
      ) : data.items.length === 0 ? (
        <Empty text={t('outbox.none')} />
      ) : (
        <ul className="approvals">
          {data.items.map((item) => (
            <Line key={item.id} item={item} path={path} done={() => refetch()} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Line({ item, path, done }: { item: Item; path: string; done: () => void }) {
  const { t, word, locale } = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const say = (...names: string[]) =>
    names.map((n) => item[n]).find((v) => typeof v === 'string' || typeof v === 'number')
  const retry = async () => {
    setBusy(true)
    setError(null)
    await post(`${path}/${item.id}/retry`, {}).then(done, setError)
    setBusy(false)
  }
  const reason = say('last_error', 'reason', 'error')
  const ticketNo = say('ticket_no')
  const at = say('created_at', 'received_at', 'at')
  return (
    <li className="card">
      <p>
        <b>{word('channel', String(say('source', 'kind') ?? ''))}</b>{' '}
        {String(say('template_id') ?? '')}
        {ticketNo && (
          <>
            {' '}
            · <Link to={`/tickets/${ticketNo}`}>{ticketNo}</Link>
          </>
        )}
        {at && <span className="soft"> · {formatInstant(String(at), locale)}</span>}
      </p>
      {reason && <p className="needs">{String(reason)}</p>}
      {say('attempts') !== undefined && (
        <p className="soft">{t('outbox.attempts', { n: Number(say('attempts')) })}</p>
      )}
      {item.state !== 'sent' && (
        <Button size="small" loading={busy} onClick={retry}>
          {t('error.retry')}
        </Button>
      )}
      <Refusal error={error} />
    </li>
  )
}
