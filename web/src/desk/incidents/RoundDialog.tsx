// Something said to all children at once: written first, then tried on the server without effect,
// so that the person sees what the customers will read and whom it cannot reach; then sent.
import { Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { post } from '../../shared/api/client'
import type { Incident, IncidentReport } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useKeyOf } from '../app/idempotency'
import { Refusal } from '../parts/Refusal'
import { RoundReport } from './RoundReport'

export type Kind = 'update' | 'resolve'
type Tell = 'progress' | 'workaround' | 'reply'

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
  const [trial, setTrial] = useState<IncidentReport | null>(null)
  const [report, setReport] = useState<IncidentReport | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const body =
    kind === 'update'
      ? {
          text: text.trim(),
          kind: tell,
          ...(nextAt && tell !== 'reply' && { next_at: new Date(nextAt).toISOString() }),
        }
      : { solution: text.trim(), summary: summary.trim() }
  const idempotencyKey = useKeyOf(body)
  const ready = text.trim() && (kind === 'update' || summary.trim())
  const path = `/incidents/${encodeURIComponent(no)}/${kind}`

  async function ask(address: string, take: (answer: IncidentReport) => void) {
    setBusy(true)
    setError(null)
    await post<IncidentReport>(address, body, { idempotencyKey }).then(take, setError)
    setBusy(false)
  }
  const preview = () => ask(`${path}/trial`, setTrial)
  const send = () =>
    ask(path, (answer) => {
      setReport(answer)
      changed()
    })
  const edit = () => {
    setTrial(null)
    setError(null)
  }

  const title = t(kind === 'update' ? 'incidents.update_title' : 'incidents.resolve_title', { no })
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
        okText={t(kind === 'update' ? 'incidents.send' : 'incidents.resolve_go', {
          n: trial.done,
        })}
        cancelText={t('compose.edit')}
        onCancel={edit}
        onOk={send}
        okButtonProps={{ disabled: trial.done === 0, loading: busy }}
      >
        <div className="letter">
          <p className="soft">{t('incidents.reads')}</p>
          <p className="item-text">{text.trim()}</p>
          {kind === 'resolve' && <p className="item-text">{summary.trim()}</p>}
          {kind === 'update' && tell !== 'reply' && nextAt && (
            <p className="soft">
              {word('field', 'next_at')} {formatInstant(new Date(nextAt), locale)}
            </p>
          )}
        </div>
        <RoundReport report={trial} />
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
      {kind === 'update' && tell !== 'reply' && (
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
