// The list as a file: which columns, which format; then how much has come, and what was written.
import { Alert, Button, Checkbox, Modal, Radio } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { download } from '../../shared/api/client'
import { formatNumber } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import { COLUMNS, exportPath, type Filters } from './filters'
import { useKept } from './useKept'

type Column = (typeof COLUMNS)[number]

function keep(blob: Blob, name: string) {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

function fileName(format: string): string {
  const now = new Date()
  const two = (n: number) => String(n).padStart(2, '0')
  return `tickets-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${format}`
}

export function ExportDialog({ filters, close }: { filters: Filters; close: () => void }) {
  const { t, word, locale } = useWords()
  const [format, setFormat] = useKept('hy.export.format', 'xlsx')
  const [left, setLeft] = useKept<Column[]>('hy.export.left', [])
  const [arrived, setArrived] = useState<number | null>(null)
  const [rows, setRows] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const columns = COLUMNS.filter((column) => !left.includes(column))
  const busy = arrived !== null

  async function run() {
    const stop = new AbortController()
    running.current = stop
    setError(null)
    setRows(null)
    setArrived(0)
    try {
      const path = exportPath(filters, {
        format,
        columns,
        labels: locale === 'en' ? 'en' : 'zh',
        utcOffset: -new Date().getTimezoneOffset(),
      })
      const file = await download(path, stop.signal, setArrived)
      keep(file.blob, fileName(format))
      setRows(file.rows)
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure)
    } finally {
      if (!stop.signal.aborted) setArrived(null)
    }
  }
  const stop = () => {
    running.current?.abort()
    setArrived(null)
  }

  return (
    <Modal
      open
      title={t('export.title')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={busy ? stop : close}>
          {busy ? t('cancel') : t('close')}
        </Button>,
        <Button
          key="go"
          type="primary"
          loading={busy}
          disabled={columns.length === 0}
          onClick={run}
        >
          {t('export.go')}
        </Button>,
      ]}
    >
      <p className="soft">{t('export.what')}</p>
      <Radio.Group
        aria-label={t('export.format')}
        value={format}
        disabled={busy}
        onChange={(e) => setFormat(e.target.value)}
        options={[
          { value: 'xlsx', label: 'Excel (XLSX)' },
          { value: 'csv', label: 'CSV' },
        ]}
      />
      <fieldset className="export-columns" disabled={busy}>
        <legend>{t('export.columns')}</legend>
        {COLUMNS.map((column) => (
          <Checkbox
            key={column}
            checked={!left.includes(column)}
            onChange={(e) =>
              setLeft(e.target.checked ? left.filter((c) => c !== column) : [...left, column])
            }
          >
            {word('column', column)}
          </Checkbox>
        ))}
      </fieldset>
      <div aria-live="polite">
        {arrived !== null && (
          <p className="soft">
            {arrived === 0
              ? t('export.working')
              : t('export.arriving', { n: formatNumber(Math.ceil(arrived / 1024), locale) })}
          </p>
        )}
        {rows !== null && (
          <Alert
            type="success"
            showIcon
            message={t('export.done', { n: formatNumber(rows, locale) })}
          />
        )}
      </div>
      <Refusal error={error} />
    </Modal>
  )
}
