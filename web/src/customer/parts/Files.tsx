// Files of one feedback: those that are there, and adding more with progress. What was refused says
// why in its own line and can be removed or tried again; nothing else of the page is touched.
import { useId, useRef, useState } from 'react'
import { ApiProblem } from '../../shared/api/problem'
import type { Attachment } from '../../shared/api/types'
import { FILE_KINDS, formatBytes, MAX_FILE_BYTES, uploadFile } from '../../shared/api/upload'
import { useLanguage } from '../i18n'
import './files.css'
import { FILES_WORDS, type FilesWords } from './filesWords'

interface Sending {
  key: number
  file: File
  share: number
  error: keyof FilesWords | null
  abort: AbortController
}

const OWN_WORDS = [
  'too_large',
  'attachments_full',
  'type_not_allowed',
  'extension_mismatch',
  'dangerous_content',
  'empty_file',
] as const

export function wordOf(error: unknown): keyof FilesWords {
  if (!(error instanceof ApiProblem)) return 'failed'
  const own = OWN_WORDS.find((code) => code === error.type)
  if (own) return own
  if (error.type === 'transition_refused') return 'closed'
  return error.status === 429 || error.status === 503 ? 'busy' : 'failed'
}

export default function Files(props: {
  secret: string
  given?: Attachment[]
  closed?: boolean
  added?: () => void
}) {
  const { locale } = useLanguage()
  const words = FILES_WORDS[locale]
  const [sent, setSent] = useState<Attachment[]>([])
  const [sending, setSending] = useState<Sending[]>([])
  const next = useRef(1)
  const picker = useRef<HTMLInputElement>(null)
  const hint = useId()
  const path = `/track/${encodeURIComponent(props.secret)}/attachments`
  const given = props.given ?? []
  const all = [...given, ...sent.filter((s) => !given.some((g) => g.id === s.id))]
  const change = (key: number, what: Partial<Sending>) =>
    setSending((now) => now.map((s) => (s.key === key ? { ...s, ...what } : s)))
  const drop = (key: number) => setSending((now) => now.filter((s) => s.key !== key))

  async function send({ key, file, abort }: Sending) {
    if (file.size > MAX_FILE_BYTES) return change(key, { error: 'too_large' })
    change(key, { error: null, share: 0 })
    try {
      const kept = await uploadFile(path, file, {
        signal: abort.signal,
        onProgress: (share) => change(key, { share }),
      })
      setSent((now) => [...now.filter((s) => s.id !== kept.id), kept])
      drop(key)
      props.added?.()
    } catch (error) {
      if (!abort.signal.aborted) change(key, { error: wordOf(error) })
    }
  }
  async function choose(files: File[]) {
    const added = files.map((file) => ({
      key: next.current++,
      file,
      share: 0,
      error: null,
      abort: new AbortController(),
    }))
    setSending((now) => [...now, ...added])
    // One after the other: a phone's uplink is shared anyway, and the order stays.
    for (const one of added) if (!one.abort.signal.aborted) await send(one)
  }
  if (props.closed && all.length === 0) return null
  return (
    <section className="files">
      <h2>{words.title}</h2>
      <ul>
        {all.map((file) => (
          <li key={file.id}>
            <a href={`/api/v1${path}/${file.id}`} download={file.name}>
              {file.name}
            </a>
            <span className="small">
              {formatBytes(file.size_bytes, locale)} ·{' '}
              {file.from === 'staff' ? words.from_staff : words.from_customer}
            </span>
          </li>
        ))}
        {sending.map((one) => (
          <li key={one.key} className={one.error ? 'bad' : undefined}>
            <span className="name">{one.file.name}</span>
            {one.error ? (
              <span className="why" role="alert">
                {words[one.error]}
              </span>
            ) : (
              <progress
                max={1}
                value={one.share}
                aria-label={`${words.sending} ${one.file.name}`}
              />
            )}
            <span className="do">
              {(one.error === 'failed' || one.error === 'busy') && (
                <button type="button" className="link" onClick={() => send(one)}>
                  {words.again}
                </button>
              )}
              <button
                type="button"
                className="link"
                aria-label={`${words.remove} ${one.file.name}`}
                onClick={() => {
                  one.abort.abort()
                  drop(one.key)
                }}
              >
                {words.remove}
              </button>
            </span>
          </li>
        ))}
      </ul>
      <p className="sr" role="status">
        {sent.length > 0 && `${words.sent} ${sent[sent.length - 1]?.name}`}
      </p>
      {!props.closed && (
        <>
          <p className="small" id={hint}>
            {words.hint}
          </p>
          <button
            type="button"
            className="button"
            aria-describedby={hint}
            onClick={() => picker.current?.click()}
          >
            {words.add}
          </button>
          <input
            ref={picker}
            type="file"
            hidden
            multiple
            accept={FILE_KINDS}
            aria-label={words.add}
            onChange={(e) => {
              const files = Array.from(e.target.files ?? [])
              e.target.value = ''
              choose(files)
            }}
          />
        </>
      )}
    </section>
  )
}
