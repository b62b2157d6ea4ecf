// 138****8000 with an eye: revealing asks for a reason, shows for a minute, leaves an event.
import { EyeOutlined } from '@ant-design/icons'
import { Button, Input, Modal, Select } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../../shared/api/client'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { Refusal } from './Refusal'

const REASONS = ['contact_customer', 'verify_identity', 'refund', 'legal', 'other'] as const

export function MaskedValue(props: {
  ticketNo: string
  field: 'name' | 'mobile' | 'email' | 'content'
  masked: string
}) {
  const { t, word } = useWords()
  const { may } = useSession()
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<{ value: string; until: number } | null>(null)
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(
      () => setShown(null),
      Math.max(0, Math.min(60_000, shown.until - Date.now())),
    )
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <span className="masked">
      <span className={shown ? 'revealed' : undefined}>{shown?.value ?? props.masked}</span>
      {!shown && may('pii.reveal') && (
        <Button
          type="text"
          size="small"
          icon={<EyeOutlined />}
          aria-label={t('reveal.open', { field: word('reveal_field', props.field) })}
          onClick={() => setAsking(true)}
        />
      )}
      {shown && <span className="soft">{t('reveal.hides')}</span>}
      {asking && <RevealDialog {...props} close={() => setAsking(false)} shown={setShown} />}
    </span>
  )
}

function RevealDialog(props: {
  ticketNo: string
  field: string
  close: () => void
  shown: (s: { value: string; until: number }) => void
}) {
  const { t, word } = useWords()
  const [reason, setReason] = useState<string>(REASONS[0])
  const [more, setMore] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const needsText = reason === 'other' && !more.trim()
  async function reveal() {
    setBusy(true)
    setError(null)
    try {
      const text = [word('reveal_reason', reason), more.trim()].filter(Boolean).join('：')
      const answer = await post<{ value: string; until: string }>(
        `/tickets/${props.ticketNo}/reveal`,
        { field: props.field, reason: text },
      )
      props.shown({
        value: answer.value,
        until: new Date(answer.until).getTime() || Date.now() + 60_000,
      })
      props.close()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('reveal.title', { field: word('reveal_field', props.field) })}
      okText={t('reveal.ok')}
      cancelText={t('cancel')}
      onCancel={props.close}
      onOk={reveal}
      okButtonProps={{ disabled: needsText, loading: busy }}
      width={440}
    >
      <p className="soft">{t('reveal.explain')}</p>
      <label className="label" htmlFor="reveal-reason">
        {t('reveal.reason')}
      </label>
      <Select
        id="reveal-reason"
        value={reason}
        onChange={setReason}
        className="wide"
        options={REASONS.map((r) => ({ value: r, label: word('reveal_reason', r) }))}
      />
      <label className="label" htmlFor="reveal-more">
        {t('reveal.more')}
      </label>
      <Input.TextArea
        id="reveal-more"
        rows={2}
        maxLength={500}
        value={more}
        onChange={(e) => setMore(e.target.value)}
      />
      <Refusal error={error} />
    </Modal>
  )
}
