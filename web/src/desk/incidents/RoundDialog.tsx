// Something said to all children at once: written first, then tried on the server without effect,
// so that the person sees what the customers will read and whom it cannot reach; then sent, or, from
// five tickets on, handed to a second person.
import { Button, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../shared/api/client'
import type { BulkNotice, Incident, IncidentReport, NoticeValues } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useKeyOf } from '../app/idempotency'
import { Refusal } from '../parts/Refusal'
import { NoticeTexts } from './NoticeTexts'
import { RoundReport } from './RoundReport'
import { TEMPLATES, TemplateFields, templateReady } from './TemplateFields'

export type Kind = 'update' | 'resolve'
type Tell = 'progress' | 'workaround' | 'reply'
const SECOND_PERSON_FROM = 5 // app/incidents.h, kBulkFrom

interface Props {
  kind: Kind
  incident: Incident
  close: () => void
  changed: () => void
}

export function RoundDialog({ kind, incident, close, changed }: Props) {
  const { t, word, locale } = useWords()
  const no = incident.ticket.ticket_no
  const [tell, setTell] = useState<Tell>('progress')
  const [text, setText] = useState('')
  const [summary, setSummary] = useState('')
  const [nextAt, setNextAt] = useState('')
  const [template, setTemplate] = useState('')
  const [values, setValues] = useState<NoticeValues>({})
  const [trial, setTrial] = useState<IncidentReport | null>(null)
  const [report, setReport] = useState<IncidentReport | null>(null)
  const [asked, setAsked] = useState<BulkNotice | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const bulk = incident.children.length >= SECOND_PERSON_FROM
  const resolve = kind === 'resolve'
  const takesNext = !resolve && tell !== 'reply'
  const said = template
    ? { template_id: template, values }
    : { [resolve ? 'solution' : 'text']: text.trim() }
  const next = takesNext && nextAt ? { next_at: new Date(nextAt).toISOString() } : {}
  const body = resolve ? { ...said, summary: summary.trim() } : { ...said, ...next, kind: tell }
  const request = {
    incident_no: no,
    ...(template ? said : { text: text.trim() }),
    ...next,
    ...(resolve ? { kind, summary: summary.trim() } : { kind: tell }),
  }
  const idempotencyKey = useKeyOf(body)
  const ready =
    (template ? templateReady(values) : text.trim()) && (kind === 'update' || summary.trim())
  const path = `/incidents/${encodeURIComponent(no)}/${kind}`

  async function ask<A>(address: string, sent: object, take: (answer: A) => void) {
    setBusy(true)
    setError(null)
    await post<A>(address, sent, { idempotencyKey }).then(take, setError)
    setBusy(false)
  }
  const preview = () => ask(`${path}/trial`, body, setTrial)
  const send = () =>
    bulk
      ? ask<BulkNotice>('/bulk-notices', request, (answer) => {
          setAsked(answer)
          changed()
        })
      : ask<IncidentReport>(path, body, (answer) => {
          setReport(answer)
          changed()
        })
  const edit = () => {
    setTrial(null)
    setError(null)
  }

  const title = t(kind === 'update' ? 'incidents.update_title' : 'incidents.resolve_title', { no })
  if (asked)
    return (
      <Modal
        open
        title={t('bulk_notice.asked')}
        onCancel={close}
        footer={
          <Button type="primary" onClick={close}>
            {t('close')}
          </Button>
        }
      >
        <p>{t('bulk_notice.asked_note', { n: asked.audience })}</p>
      </Modal>
    )
  if (report)
    return (
      <Modal
        open
        title={t('bulk.result')}
        onCancel={close}
        footer={
          <Button type="primary" onClick={close}>
            {t('close')}
          </Button>
        }
      >
        <RoundReport report={report} />
      </Modal>
    )
  if (trial) {
    return (
      <Modal
        open
        title={title}
        okText={
          bulk
            ? t('bulk_notice.ask', { n: trial.items.length - 1 })
            : t(kind === 'update' ? 'incidents.send' : 'incidents.resolve_go', { n: trial.done })
        }
        cancelText={t('compose.edit')}
        onCancel={edit}
        onOk={send}
        okButtonProps={{ disabled: trial.done === 0, loading: busy }}
      >
        <p className="soft">{t('incidents.reads')}</p>
        <NoticeTexts texts={trial.texts} />
        {resolve && <p className="item-text">{summary.trim()}</p>}
        {takesNext && nextAt && (
          <p className="soft">
            {word('field', 'next_at')} {formatInstant(new Date(nextAt), locale)}
          </p>
        )}
        <RoundReport report={trial} trial />
        {bulk && <p className="needs">{t('bulk_notice.needs', { n: SECOND_PERSON_FROM })}</p>}
        <Refusal error={error} />
      </Modal>
    )
  }
  return (
    <Modal
      open
      title={title}
      okText={t('compose.preview')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={preview}
      okButtonProps={{ disabled: !ready, loading: busy }}
    >
      {kind === 'update' ? (
        <Radio.Group
          aria-label={t('incidents.kind')}
          value={tell}
          onChange={(e) => setTell(e.target.value)}
          options={[
            { value: 'progress', label: t('incidents.kind.progress') },
            { value: 'workaround', label: t('incidents.kind.workaround') },
            { value: 'reply', label: t('incidents.kind.reply') },
          ]}
        />
      ) : (
        <p className="soft">{t('incidents.resolve_note')}</p>
      )}
      <label className="label" htmlFor="round-template">
        {t('bulk_notice.template')}
      </label>
      <Select
        id="round-template"
        className="wide"
        value={template}
        onChange={setTemplate}
        options={[
          { value: '', label: t('bulk_notice.own_words') },
          ...TEMPLATES.map((id) => ({ value: id, label: word('template', id) })),
        ]}
      />
      {template ? (
        <TemplateFields values={values} change={setValues} />
      ) : (
        <>
          <label className="label" htmlFor="round-text">
            {t(kind === 'update' ? 'incidents.text' : 'incidents.solution')}
          </label>
          <Input.TextArea
            id="round-text"
            rows={5}
            maxLength={5000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </>
      )}
      {takesNext && (
        <>
          <label className="label" htmlFor="round-next">
            {t('incidents.next_update')}
          </label>
          <Input
            id="round-next"
            type="datetime-local"
            value={nextAt}
            onChange={(e) => setNextAt(e.target.value)}
          />
        </>
      )}
      {kind === 'resolve' && (
        <>
          <label className="label" htmlFor="round-summary">
            {t('incidents.summary')}
          </label>
          <Input.TextArea
            id="round-summary"
            rows={2}
            maxLength={2000}
            value={summary}
            onChange={(e) => setSummary(e.target.value)}
          />
        </>
      )}
      <p className="soft">{t('incidents.one_each')}</p>
      <Refusal error={error} />
    </Modal>
  )
}
