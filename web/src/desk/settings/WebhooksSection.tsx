// Addresses outside that are told of events: what they get, whether it arrived, their secrets.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal, Popconfirm, Radio, Select, Switch } from 'antd'
import { useState } from 'react'
import { get, newIdempotencyKey, post, request } from '../../shared/api/client'
import type { Webhook, WebhookDeliveries, WebhookSecret, Webhooks } from '../../shared/api/schema'
import { formatInstant } from '../../shared/time'
import { useWords, type Words } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'

const AFTER_TEST_MS = 1500

/** "ticket.work_started" in the words of the timeline. */
function sayEvent(event: string, { t, word }: Pick<Words, 't' | 'word'>): string {
  if (event === 'webhook.test') return t('webhooks.test_event')
  const fact = event.replace(/^ticket\./, '')
  return word('event', fact === 'created' ? 'ticket_created' : fact)
}

export default function WebhooksSection() {
  const { t } = useWords()
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => get<Webhooks>('/webhooks', signal),
  })
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null)
  const [secret, setSecret] = useState('')
  const renew = () => cache.invalidateQueries({ queryKey: ['webhooks'] })
  if (!data) return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading />
  const add = (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('webhooks.add')}
    </Button>
  )
  return (
    <>
      {data.items.length === 0 ? (
        <Empty text={t('webhooks.none')} action={add} />
      ) : (
        <>
          <div className="card-actions">{add}</div>
          <ul className="approvals webhooks">
            {data.items.map((webhook) => (
              <Card
                key={webhook.id}
                webhook={webhook}
                edit={() => setEditing(webhook)}
                renew={renew}
                show={setSecret}
              />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <EditDialog
          webhook={editing === 'new' ? null : editing}
          events={data.events}
          close={() => setEditing(null)}
          done={(made) => {
            setEditing(null)
            setSecret(made?.secret ?? '')
            renew()
          }}
        />
      )}
      {secret && <SecretDialog secret={secret} close={() => setSecret('')} />}
    </>
  )
}

interface CardProps {
  webhook: Webhook
  edit: () => void
  renew: () => void
  show: (secret: string) => void
}

function Card({ webhook, edit, renew, show }: CardProps) {
  const words = useWords()
  const { t, locale } = words
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const path = `/webhooks/${webhook.id}`
  const run = (call: Promise<unknown>) => {
    setFailure(null)
    return call.then(renew, setFailure)
  }
  const test = async () => {
    setOpen(true)
    await run(post(`${path}/test`, {}))
    await cache.invalidateQueries({ queryKey: ['webhook-deliveries', webhook.id] })
  }
  const rotate = () =>
    run(post<WebhookSecret>(`${path}/secret`, {}).then((made) => show(made.secret)))
  return (
    <li className="card">
      <p className="webhook-head">
        <b>{webhook.description || new URL(webhook.url).host}</b>
        <span className={webhook.active ? 'chip' : 'chip needs'}>
          {webhook.active
            ? t('webhooks.on')
            : t(webhook.stopped ? 'webhooks.gone' : 'webhooks.off')}
        </span>
      </p>
      <p className="soft webhook-url">{webhook.url}</p>
      <p className="webhook-events">
        {webhook.events.length === 0 ? (
          <span className="chip plain">{t('webhooks.all_events')}</span>
        ) : (
          webhook.events.map((event) => (
            <span key={event} className="chip plain">
              {sayEvent(event, words)}
            </span>
          ))
        )}
      </p>
      {webhook.old_secret_until && (
        <p className="soft">
          {t('webhooks.old_secret', { at: formatInstant(webhook.old_secret_until, locale) })}
        </p>
      )}
      <div className="webhook-actions">
        <Button size="small" onClick={test} disabled={!webhook.active}>
          {t('webhooks.test')}
        </Button>
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('webhooks.deliveries')}
        </Button>
        <Button size="small" type="text" onClick={edit}>
          {t('edit')}
        </Button>
        <Popconfirm
          title={t('webhooks.rotate_sure')}
          okText={t('webhooks.rotate')}
          cancelText={t('cancel')}
          onConfirm={rotate}
        >
          <Button size="small" type="text">
            {t('webhooks.rotate')}
          </Button>
        </Popconfirm>
        <Popconfirm
          title={t('webhooks.remove_sure')}
          okText={t('webhooks.remove')}
          cancelText={t('cancel')}
          onConfirm={() => run(request(path, { method: 'DELETE' }))}
        >
          <Button size="small" type="text" danger>
            {t('webhooks.remove')}
          </Button>
        </Popconfirm>
      </div>
      <Refusal error={failure} />
      {open && <DeliveryList id={webhook.id} />}
    </li>
  )
}

function DeliveryList({ id }: { id: string }) {
  const words = useWords()
  const { t, word, locale } = words
  const { data, error, refetch } = useQuery({
    queryKey: ['webhook-deliveries', id],
    queryFn: ({ signal }) => get<WebhookDeliveries>(`/webhooks/${id}/deliveries`, signal),
    // A first try is under way: look again until its fate is known.
    refetchInterval: ({ state }) =>
      state.data?.items.some((d) => d.state === 'waiting' && d.attempts === 0)
        ? AFTER_TEST_MS
        : false,
  })
  if (!data) {
    return error ? <ErrorState error={error} retry={() => refetch()} /> : <Loading rows={2} />
  }
  if (data.items.length === 0) return <p className="soft">{t('webhooks.no_deliveries')}</p>
  return (
    <section
      className="table-wrap"
      aria-label={t('webhooks.deliveries')}
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, also by keyboard
      tabIndex={0}
    >
      <table className="table">
        <thead>
          <tr>
            <th>{t('webhooks.at')}</th>
            <th>{t('webhooks.event')}</th>
            <th>{t('webhooks.result')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((d) => (
            <tr key={d.id}>
              <td className="nowrap">{formatInstant(d.created_at, locale)}</td>
              <td>
                {sayEvent(d.event, words)}{' '}
                {d.ticket_no && <span className="soft">{d.ticket_no}</span>}
              </td>
              <td>
                <span className={d.state === 'dead' ? 'chip needs' : 'chip plain'}>
                  {word('outbox', d.state)}
                </span>{' '}
                {d.attempts > 1 && (
                  <span className="soft">{t('outbox.attempts', { n: d.attempts })}</span>
                )}
                {d.last_error && <div className="needs">{d.last_error}</div>}
                {d.state === 'waiting' && d.attempts > 0 && d.next_at && (
                  <div className="soft">
                    {t('webhooks.next_try', { at: formatInstant(d.next_at, locale) })}
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface EditProps {
  webhook: Webhook | null
  events: string[]
  close: () => void
  done: (made?: WebhookSecret) => void
}

function EditDialog({ webhook, events, close, done }: EditProps) {
  const words = useWords()
  const { t } = words
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [chosen, setChosen] = useState<string[]>(webhook?.events ?? [])
  const [all, setAll] = useState(!webhook || webhook.events.length === 0)
  const [active, setActive] = useState(webhook?.active ?? true)
  const [error, setError] = useState<unknown>(null)
  const [key] = useState(newIdempotencyKey)
  const save = async () => {
    setError(null)
    const body = { url: url.trim(), description: description.trim(), active }
    const wanted = { ...body, events: all ? [] : chosen }
    const call = webhook
      ? request(`/webhooks/${webhook.id}`, {
          method: 'PATCH',
          body: { ...wanted, version: webhook.version },
        }).then(() => done())
      : post<WebhookSecret>('/webhooks', wanted, { idempotencyKey: key }).then(done)
    await call.catch(setError)
  }
  return (
    <Modal
      open
      title={webhook ? t('webhooks.edit') : t('webhooks.add')}
      okText={t('save')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={save}
      okButtonProps={{ disabled: !url.trim() || (!all && chosen.length === 0) }}
    >
      <label className="label" htmlFor="webhook-url">
        {t('webhooks.url')}
      </label>
      <Input
        id="webhook-url"
        type="url"
        maxLength={2048}
        placeholder="https://"
        value={url}
        onChange={(e) => setUrl(e.target.value)}
      />
      <p className="soft">{t('webhooks.url_hint')}</p>
      <label className="label" htmlFor="webhook-description">
        {t('webhooks.description')}
      </label>
      <Input
        id="webhook-description"
        maxLength={200}
        value={description}
        onChange={(e) => setDescription(e.target.value)}
      />
      <p className="label" id="webhook-events-label">
        {t('webhooks.events')}
      </p>
      <Radio.Group
        aria-labelledby="webhook-events-label"
        value={all}
        onChange={(e) => setAll(e.target.value)}
        options={[
          { value: true, label: t('webhooks.all_events') },
          { value: false, label: t('webhooks.some_events') },
        ]}
      />
      {!all && (
        <Select
          id="webhook-events"
          aria-label={t('webhooks.some_events')}
          mode="multiple"
          className="wide"
          value={chosen}
          onChange={setChosen}
          optionFilterProp="label"
          options={events.map((value) => ({ value, label: sayEvent(value, words) }))}
        />
      )}
      <p className="card-actions">
        <Switch id="webhook-active" checked={active} onChange={setActive} />{' '}
        <label htmlFor="webhook-active">{t('webhooks.active')}</label>
      </p>
      <Refusal error={error} />
    </Modal>
  )
}

function SecretDialog({ secret, close }: { secret: string; close: () => void }) {
  const { t } = useWords()
  return (
    <Modal
      open
      title={t('webhooks.secret_title')}
      closable={false}
      footer={
        <Button type="primary" onClick={close}>
          {t('tokens.copied')}
        </Button>
      }
    >
      <p>{t('webhooks.secret_explain')}</p>
      <pre className="secret">{secret}</pre>
    </Modal>
  )
}
