// Chosen tickets become an incident: a new one, or children of one that is there. All or nothing;
// what cannot is named by its number.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { get, post } from '../../shared/api/client'
import { ApiProblem } from '../../shared/api/problem'
import type { Incident, Incidents } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { useKeyOf } from '../app/idempotency'
import { Refusal } from '../parts/Refusal'

interface Props {
  numbers: string[]
  title?: string
  close: () => void
  done: (incidentNo: string) => void
}

export function OpenIncident({ numbers, title: proposed = '', close, done }: Props) {
  const { t } = useWords()
  const cache = useQueryClient()
  const [joins, setJoins] = useState(false)
  const [title, setTitle] = useState(proposed)
  const [text, setText] = useState('')
  const [parent, setParent] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const body = {
    title: title.trim(),
    ...(text.trim() && { text: text.trim() }),
    ticket_nos: numbers,
  }
  const idempotencyKey = useKeyOf(body)
  const { data } = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => get<Incidents>('/incidents', signal),
  })
  const open = async () => {
    setBusy(true)
    setError(null)
    try {
      const incident = joins
        ? await post<Incident>(`/incidents/${parent}/add`, { ticket_nos: numbers })
        : await post<Incident>('/incidents', body, { idempotencyKey })
      cache.invalidateQueries({ queryKey: ['incidents'] })
      cache.invalidateQueries({ queryKey: ['incident', incident.ticket.ticket_no] })
      done(incident.ticket.ticket_no)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('incidents.make_of', { n: numbers.length })}
      okText={joins ? t('incidents.join') : t('incidents.make')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={open}
      okButtonProps={{ disabled: joins ? !parent : !title.trim(), loading: busy }}
    >
      {(data?.items.length ?? 0) > 0 && (
        <Radio.Group
          aria-label={t('incidents.which')}
          value={joins}
          onChange={(e) => setJoins(e.target.value)}
          options={[
            { value: false, label: t('incidents.new') },
            { value: true, label: t('incidents.existing') },
          ]}
        />
      )}
      {joins ? (
        <>
          <label className="label" htmlFor="incident-parent">
            {t('incidents.existing')}
          </label>
          <Select
            id="incident-parent"
            className="wide"
            showSearch
            optionFilterProp="label"
            value={parent}
            onChange={setParent}
            options={data?.items.map(({ ticket }) => ({
              value: ticket.ticket_no,
              label: `${ticket.ticket_no} ${ticket.title}`,
            }))}
          />
        </>
      ) : (
        <>
          <label className="label" htmlFor="incident-title">
            {t('incidents.title')}
          </label>
          <Input
            id="incident-title"
            maxLength={200}
            value={title}
            onChange={(e) => setTitle(e.target.value)}
          />
          <label className="label" htmlFor="incident-text">
            {t('incidents.what')}
          </label>
          <Input.TextArea
            id="incident-text"
            rows={3}
            maxLength={5000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </>
      )}
      <p className="soft">{t('incidents.make_note')}</p>
      <NamedRefusal error={error} numbers={numbers} />
    </Modal>
  )
}

/** The server names places in the list ("ticket_nos[3]"); people know numbers. */
export function NamedRefusal({ error, numbers }: { error: unknown; numbers: string[] }) {
  const { t, word } = useWords()
  const named =
    error instanceof ApiProblem
      ? error.errors.flatMap((e) => {
          const place = /^ticket_nos\[(\d+)\]$/.exec(e.path)
          const number = place ? numbers[Number(place[1])] : undefined
          return number ? [{ number, problem: e.problem, detail: e.detail }] : []
        })
      : []
  if (named.length === 0) return <Refusal error={error} />
  return (
    <Alert
      role="alert"
      type="error"
      className="refusal"
      message={t('incidents.cannot', { n: named.length })}
      description={
        <ul className="refused">
          {named.map(({ number, problem, detail }) => {
            const said = word('guard', problem)
            return (
              <li key={number}>
                <b>{number}</b> {said === problem ? detail : said}
              </li>
            )
          })}
        </ul>
      }
    />
  )
}
