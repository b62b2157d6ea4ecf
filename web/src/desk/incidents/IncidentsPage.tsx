// Incidents: one parent, many children, one update to all of them after a preview.
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, newIdempotencyKey, post } from '../../shared/api/client'
import type { Incidents } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { Empty, ErrorState, Loading } from '../parts/States'

interface Incident {
  ticket_no?: string
  incident_no?: string
  title: string
  state?: string
  children?: string[] | number
  opened_at?: string
  received_at?: string
}

const numberOf = (i: Incident) => i.incident_no ?? i.ticket_no ?? ''
const childrenOf = (i: Incident) =>
  Array.isArray(i.children) ? i.children.length : (i.children ?? 0)

export default function IncidentsPage() {
  const { t, word, locale } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: ['incidents'],
    queryFn: async ({ signal }) => {
      const { items } = await get<Incidents>('/incidents', signal)
      return { items: items.map((i): Incident => ({ ...i.ticket, children: i.children })) }
    },
  })
  const [opening, setOpening] = useState(false)
  const [updating, setUpdating] = useState<Incident | null>(null)
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.incidents')}</h1>
        <span className="gap" />
        <Button type="primary" onClick={() => setOpening(true)}>
          {t('incidents.open')}
        </Button>
      </header>
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => refetch()} />
        ) : (
          <Loading />
        )
      ) : data.items.length === 0 ? (
        <Empty text={t('incidents.none')} />
      ) : (
        <ul className="approvals">
          {data.items.map((i) => {
            const at = i.opened_at ?? i.received_at
            return (
              <li key={numberOf(i)} className="card">
                <p>
                  <Link to={`/tickets/${numberOf(i)}`}>{numberOf(i)}</Link> <b>{i.title}</b>{' '}
                  {i.state && <span className={`state ${i.state}`}>{word('state', i.state)}</span>}
                </p>
                <p className="soft">
                  {t('incidents.children', { n: childrenOf(i) })}
                  {at && ` · ${formatInstant(at, locale)}`}
                </p>
                <p className="card-actions">
                  <Button onClick={() => setUpdating(i)}>{t('incidents.update')}</Button>
                </p>
              </li>
            )
          })}
        </ul>
      )}
      {opening && (
        <OpenDialog
          close={() => setOpening(false)}
          done={() => {
            setOpening(false)
            refetch()
          }}
        />
      )}
      {updating && (
        <UpdateDialog
          incident={updating}
          close={() => setUpdating(null)}
          done={() => {
            setUpdating(null)
            refetch()
          }}
        />
      )}
    </div>
  )
}

function OpenDialog({ close, done }: { close: () => void; done: () => void }) {
  const { t } = useWords()
  const [title, setTitle] = useState('')
  const [numbers, setNumbers] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [key] = useState(newIdempotencyKey)
  const list = numbers.split(/[\s,，、;；]+/).filter(Boolean)
  const open = async () => {
    setError(null)
    await post(
      '/incidents',
      { title: title.trim(), ticket_nos: list },
      { idempotencyKey: key },
    ).then(done, setError)
  }
  return (
    <Modal
      open
      title={t('incidents.open')}
      okText={t('incidents.open')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={open}
      okButtonProps={{ disabled: !title.trim() }}
    >
      <label className="label" htmlFor="incident-title">
        {t('incidents.title')}
      </label>
      <Input
        id="incident-title"
        maxLength={200}
        value={title}
        onChange={(e) => setTitle(e.target.value)}
      />
      <label className="label" htmlFor="incident-numbers">
        {t('incidents.numbers')}
      </label>
      <Input.TextArea
        id="incident-numbers"
        rows={4}
        value={numbers}
        onChange={(e) => setNumbers(e.target.value)}
      />
      <p className="soft">{t('bulk.selected', { n: list.length })}</p>
      <Refusal error={error} />
    </Modal>
  )
}

/** Goes to many people: written first, then shown as it will be read, then sent. */
function UpdateDialog({
  incident,
  close,
  done,
}: {
  incident: Incident
  close: () => void
  done: () => void
}) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [sure, setSure] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [key] = useState(newIdempotencyKey)
  const n = childrenOf(incident)
  const go = async () => {
    if (!sure) return setSure(true)
    setError(null)
    await post(
      `/incidents/${numberOf(incident)}/update`,
      { text: text.trim() },
      { idempotencyKey: key },
    ).then(done, setError)
  }
  return (
    <Modal
      open
      title={t('incidents.update_title', { no: numberOf(incident) })}
      okText={sure ? t('incidents.send', { n }) : t('compose.preview')}
      cancelText={sure ? t('compose.edit') : t('cancel')}
      onCancel={sure ? () => setSure(false) : close}
      onOk={go}
      okButtonProps={{ disabled: !text.trim() }}
    >
      {sure ? (
        <div className="letter">
          <p className="soft">{t('incidents.reaches', { n })}</p>
          <p className="item-text">{text}</p>
        </div>
      ) : (
        <>
          <label className="label" htmlFor="incident-text">
            {t('incidents.text')}
          </label>
          <Input.TextArea
            id="incident-text"
            rows={4}
            maxLength={5000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </>
      )}
      <Refusal error={error} />
    </Modal>
  )
}
