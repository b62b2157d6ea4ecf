// Files chosen while writing; they are sent with the text and say beside themselves why one was
// refused.
import { PaperClipOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useRef, useState } from 'react'
import { FILE_KINDS, formatBytes, uploadFile } from '../../shared/api/upload'
import { useWords } from '../app/i18n'
import { sayProblem } from '../parts/States'

export interface ChosenFile {
  key: number
  file: File
  share: number | null
  error: unknown
}

export function useFiles(ticketNo: string) {
  const [files, setFiles] = useState<ChosenFile[]>([])
  const next = useRef(1)
  const change = (key: number, what: Partial<ChosenFile>) =>
    setFiles((now) => now.map((f) => (f.key === key ? { ...f, ...what } : f)))
  const drop = (key: number) => setFiles((now) => now.filter((f) => f.key !== key))
  return {
    files,
    drop,
    add: (more: File[]) =>
      setFiles((now) => [
        ...now,
        ...more.map((file) => ({ key: next.current++, file, share: null, error: null })),
      ]),
    /** Sends what is left; false when one was refused. What was sent is not sent again. */
    sendAll: async (visibility: 'customer' | 'internal'): Promise<boolean> => {
      let all = true
      for (const { key, file } of files) {
        change(key, { error: null, share: 0 })
        try {
          const path = `/tickets/${encodeURIComponent(ticketNo)}/attachments`
          await uploadFile(path, file, {
            visibility,
            onProgress: (share) => change(key, { share }),
          })
          drop(key)
        } catch (error) {
          all = false
          change(key, { error, share: null })
        }
      }
      return all
    },
  }
}

export function AttachButton(props: { disabled: boolean; add: (files: File[]) => void }) {
  const { t } = useWords()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<PaperClipOutlined />}
        disabled={props.disabled}
        onClick={() => picker.current?.click()}
      >
        {t('files.attach')}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={FILE_KINDS}
        aria-label={t('files.attach')}
        onChange={(e) => {
          props.add(Array.from(e.target.files ?? []))
          e.target.value = ''
        }}
      />
    </>
  )
}

export function ChosenFiles(props: { files: ChosenFile[]; drop: (key: number) => void }) {
  const words = useWords()
  if (props.files.length === 0) return null
  return (
    <ul className="chosen-files">
      {props.files.map((f) => (
        <li key={f.key}>
          <Tag
            color={f.error ? 'error' : undefined}
            closable={f.share === null}
            closeIcon={
              <span role="img" aria-label={words.t('files.remove', { name: f.file.name })}>
                ×
              </span>
            }
            onClose={() => props.drop(f.key)}
          >
            {f.file.name} · {formatBytes(f.file.size, words.locale)}
            {f.share !== null && ` · ${Math.round(f.share * 100)}%`}
          </Tag>
          {Boolean(f.error) && (
            <span role="alert" className="file-error">
              {sayProblem(f.error, words)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
