// Files of the ticket: raster pictures are shown from a blob of this page, everything else is only
// saved. Nothing is ever opened as a page of its own.
import { DownloadOutlined, LockOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import type { Attachment, Ticket } from '../../../shared/api/types'
import { formatBytes } from '../../../shared/api/upload'
import { formatInstant } from '../../../shared/time'
import { useWords } from '../../app/i18n'
import { Card } from './Card'

const SHOWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']
const MAX_SHOWN_BYTES = 8 * 1024 * 1024

export function FilesCard({ ticket }: { ticket: Ticket }) {
  const { t } = useWords()
  if (ticket.attachments.length === 0) return null
  return (
    <Card name="files" title={t('files.title', { n: ticket.attachments.length })}>
      <ul className="files">
        {ticket.attachments.map((file) => (
          <FileLine key={file.id} file={file} ticketNo={ticket.ticket_no} />
        ))}
      </ul>
    </Card>
  )
}

function FileLine({ file, ticketNo }: { file: Attachment; ticketNo: string }) {
  const { t, locale } = useWords()
  const address = `/api/v1/tickets/${encodeURIComponent(ticketNo)}/attachments/${file.id}`
  const shown = SHOWN.includes(file.content_type) && file.size_bytes <= MAX_SHOWN_BYTES
  return (
    <li>
      {shown && <Picture address={address} file={file} />}
      <a href={address} download={file.name}>
        <DownloadOutlined /> {file.name}
      </a>
      <span className="soft">
        {[
          formatBytes(file.size_bytes, locale),
          file.from === 'customer' ? t('files.customer') : t('files.staff'),
          formatInstant(file.created_at, locale),
        ].join(' · ')}
        {file.visibility === 'internal' && (
          <>
            {' · '}
            <LockOutlined /> {t('files.internal')}
          </>
        )}
      </span>
    </li>
  )
}

function Picture({ address, file }: { address: string; file: Attachment }) {
  const [source, setSource] = useState('')
  useEffect(() => {
    const stop = new AbortController()
    let made = ''
    const load = async () => {
      const answer = await fetch(address, { credentials: 'same-origin', signal: stop.signal })
      if (!answer.ok) return
      // The kind the list says, never the one a response might say.
      const blob = new Blob([await answer.arrayBuffer()], { type: file.content_type })
      if (stop.signal.aborted) return
      made = URL.createObjectURL(blob)
      setSource(made)
    }
    load().catch(() => undefined)
    return () => {
      stop.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [address, file.content_type])
  return source ? <img src={source} alt={file.name} /> : null
}
