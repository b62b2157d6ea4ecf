// Writing to the customer or to colleagues. The ground changes with the reader, so that nobody ever
// mistakes one for the other; what is typed is kept per ticket and reader.
import { LockOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Mentions, Segmented, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { get } from '../../shared/api/client'
import type { Document, Ticket } from '../../shared/api/types'
import { dropDraft, loadDraft, saveDraft } from '../../shared/drafts'
import { matches } from '../../shared/pinyin'
import { useWords } from '../app/i18n'
import { sayWriting } from '../app/live'
import { useSession } from '../app/session'
import { openMacro } from '../macros/macros'
import { useUsers } from '../parts/Pickers'
import { Refusal } from '../parts/Refusal'
import { AttachButton, ChosenFiles, useFiles } from './ComposerFiles'
import { StaleNotice } from './steps/StaleNotice'
import { Missing } from './steps/StepForm'
import { allowanceOf } from './steps/specs'
import { useStep } from './steps/useStep'
import { fill, fitsTicket, type TemplateBody, templateName, valuesOf } from './templates'

type Mode = 'reply' | 'note'
const OUTGOING = ['reply', 'progress', 'workaround', 'ask_customer'] as const

export function Composer({
  ticket,
  mode,
  setMode,
}: {
  ticket: Ticket
  mode: Mode
  setMode: (mode: Mode) => void
}) {
  const { t, word } = useWords()
  const { may } = useSession()
  const [verb, setVerb] = useState<string>('reply')
  const [preview, setPreview] = useState(false)
  const { text, setText, clear } = useDraft(`compose.${ticket.ticket_no}.${mode}`)
  const { run, busy, error, stale } = useStep(ticket)
  const { files, add, drop, sendAll } = useFiles(ticket.ticket_no)
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const onFocus = () => field.current?.querySelector('textarea')?.focus()
    window.addEventListener('hy:compose', onFocus)
    return () => window.removeEventListener('hy:compose', onFocus)
  }, [])
  const allowed = mode === 'note' ? may('ticket.note') : may('ticket.reply')
  const step = mode === 'note' ? 'note' : verb
  const allowance = allowanceOf(ticket, step)
  const users = useUsers(mode === 'note')
  const people = useMemo(() => (users.data?.items ?? []).filter((u) => u.active), [users.data])

  async function send() {
    if (!text.trim() || busy || sending) return
    setSending(true)
    const all = await sendAll(mode === 'note' ? 'internal' : 'customer')
    setSending(false)
    if (!all) return
    const mentions =
      mode === 'note'
        ? people.filter((u) => text.includes(`@${u.display_name}`)).map((u) => u.id)
        : []
    const after = await run(step, {
      text: text.trim(),
      ...(mentions.length > 0 ? { mentions } : {}),
    })
    if (after) {
      sayWriting(false)
      clear()
      setPreview(false)
    }
  }
  return (
    <section
      className={`composer ${mode}`}
      aria-label={mode === 'note' ? t('compose.note') : t('compose.reply')}
    >
      <div className="composer-bar">
        <Segmented
          size="small"
          value={mode}
          onChange={(m) => setMode(m as Mode)}
          options={[
            { value: 'reply', label: t('compose.reply') },
            {
              value: 'note',
              label: (
                <>
                  <LockOutlined /> {t('compose.note')}
                </>
              ),
            },
          ]}
        />
        {mode === 'reply' && (
          <Select
            size="small"
            variant="borderless"
            popupMatchSelectWidth={false}
            aria-label={t('compose.kind')}
            value={verb}
            onChange={setVerb}
            options={OUTGOING.map((v) => ({ value: v, label: word('compose_kind', v) }))}
          />
        )}
        <span className="gap" />
        <Button size="small" type="text" icon={<ThunderboltOutlined />} onClick={() => openMacro()}>
          {t('macro.button')}
        </Button>
        {mode === 'reply' && (
          <TemplatePicker
            ticket={ticket}
            put={(filled) => setText(text ? `${text}\n${filled}` : filled)}
          />
        )}
      </div>
      {!allowed && <p className="missing">{t('error.forbidden')}</p>}
      {allowance && !allowance.allowed && <Missing missing={allowance.missing} />}
      {preview ? (
        <div className="letter">
          <p className="soft">{t('compose.customer_sees', { no: ticket.ticket_no })}</p>
          <p className="item-text">{text}</p>
        </div>
      ) : (
        <div ref={field}>
          <Mentions
            rows={3}
            value={text}
            onChange={(typed) => {
              setText(typed)
              sayWriting(typed !== '')
            }}
            disabled={!allowed}
            aria-label={mode === 'note' ? t('compose.note') : t('compose.reply')}
            placeholder={mode === 'note' ? t('compose.note_hint') : word('compose_hint', verb)}
            prefix={mode === 'note' ? '@' : []}
            filterOption={(typed, option) => matches(String(option?.value), typed)}
            options={people.map((u) => ({
              value: u.display_name,
              label: u.display_name,
              key: String(u.id),
            }))}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
                e.preventDefault()
                send()
              }
            }}
          />
        </div>
      )}
      <ChosenFiles files={files} drop={drop} />
      <StaleNotice changes={stale} />
      <Refusal error={error} />
      <div className="composer-bar">
        <span className="soft">
          {mode === 'note' ? t('compose.note_reads') : t('compose.reply_reads')}
        </span>
        <AttachButton disabled={!allowed || sending} add={add} />
        <span className="gap" />
        {mode === 'reply' && text.trim() && (
          <Button size="small" type="text" onClick={() => setPreview(!preview)}>
            {preview ? t('compose.edit') : t('compose.preview')}
          </Button>
        )}
        <Button
          type="primary"
          loading={busy || sending}
          disabled={!text.trim() || !allowed}
          onClick={send}
        >
          {mode === 'note' ? t('compose.save_note') : word('compose_send', verb)}
        </Button>
      </div>
    </section>
  )
}

function useDraft(key: string) {
  const [state, setState] = useState(() => ({ key, text: loadDraft<string>(key) ?? '' }))
  if (state.key !== key) setState({ key, text: loadDraft<string>(key) ?? '' })
  const setText = (text: string) => {
    setState({ key, text })
    saveDraft(key, text, !text)
  }
  return {
    text: state.text,
    setText,
    clear: () => {
      dropDraft(key)
      setState({ key, text: '' })
    },
  }
}

function TemplatePicker({ ticket, put }: { ticket: Ticket; put: (text: string) => void }) {
  const words = useWords()
  const { t, word } = words
  const [open, setOpen] = useState(false)
  const { data, isLoading } = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => get<{ items: Document<TemplateBody>[] }>('/templates', signal),
    enabled: open,
    staleTime: 300_000,
  })
  const fitting = (data?.items ?? []).filter((x) => fitsTicket(x.id, ticket))
  const choose = (id: string | null) => {
    const template = fitting.find((x) => x.id === id)
    if (template) put(fill(template.body.text, valuesOf(ticket, words), (v) => word('variable', v)))
  }
  return (
    <Select
      size="small"
      showSearch
      value={null}
      loading={isLoading}
      onOpenChange={setOpen}
      popupMatchSelectWidth={260}
      placeholder={t('compose.template')}
      aria-label={t('compose.template')}
      className="template-picker"
      filterOption={(typed, option) => matches(String(option?.label), typed)}
      onChange={choose}
      options={fitting.map((x) => ({ value: x.id, label: templateName(x.id, word) }))}
    />
  )
}
