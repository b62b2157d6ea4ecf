import { type FormEvent, useEffect, useState } from 'react'
import { dropDraft, loadDraft, saveDraft } from '../../shared/drafts'
import { useLanguage } from '../i18n'
import { Failure } from '../parts/Failure'
import { Field } from '../parts/Field'

export function ReplyBox({
  ticketNo,
  send,
}: {
  ticketNo: string
  send: (text: string) => Promise<void>
}) {
  const { t } = useLanguage()
  const key = `track.${ticketNo}`
  const [text, setText] = useState(() => loadDraft<string>(key) ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [empty, setEmpty] = useState(false)
  useEffect(() => saveDraft(key, text, !text), [key, text])
  async function submit(event: FormEvent) {
    event.preventDefault()
    setEmpty(!text.trim())
    if (!text.trim()) return
    setBusy(true)
    setError(null)
    try {
      await send(text.trim())
      dropDraft(key)
      setText('')
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} noValidate>
      <Field label={t('track.reply')} error={empty ? t('track.reply_empty') : undefined}>
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            maxLength={10000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        )}
      </Field>
      {Boolean(error) && <Failure error={error} />}
      <div className="actions">
        <button type="submit" className="button" disabled={busy}>
          {t('track.reply_send')}
        </button>
      </div>
    </form>
  )
}
