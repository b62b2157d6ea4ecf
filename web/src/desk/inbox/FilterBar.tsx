import { ColumnHeightOutlined, DownloadOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Select, Tooltip } from 'antd'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { CATEGORIES, CHANNELS, PRIORITIES, SENTIMENTS, STATES } from '../../shared/api/types'
import { useWords } from '../app/i18n'
import { useSession } from '../app/session'
import { type FilterName, type Filters, SORTS } from './filters'

const ExportDialog = lazy(() =>
  import('./ExportDialog').then((module) => ({ default: module.ExportDialog })),
)

const CHOICES: { name: FilterName; vocabulary: string; values: readonly string[] }[] = [
  { name: 'state', vocabulary: 'state', values: STATES },
  { name: 'priority', vocabulary: 'priority', values: PRIORITIES },
  { name: 'category', vocabulary: 'category', values: CATEGORIES },
  { name: 'channel', vocabulary: 'channel', values: CHANNELS },
  { name: 'sentiment', vocabulary: 'sentiment', values: SENTIMENTS },
]
const TYPING_MS = 250

interface Props {
  filters: Filters
  change: (filters: Filters) => void
  dense: boolean
  setDense: (dense: boolean) => void
  reload: () => void
}

export function FilterBar({ filters, change, dense, setDense, reload }: Props) {
  const { t, word } = useWords()
  return (
    <div className="filters">
      <SearchField value={filters.q} change={(q) => change({ ...filters, q })} />
      {CHOICES.map((choice) => (
        <Select
          key={choice.name}
          mode="multiple"
          allowClear
          size="small"
          maxTagCount="responsive"
          popupMatchSelectWidth={false}
          showSearch={false}
          className={filters.values[choice.name] ? 'filter on' : 'filter'}
          aria-label={word('filter', choice.name)}
          placeholder={word('filter', choice.name)}
          value={filters.values[choice.name]?.split(',').filter(Boolean) ?? []}
          onChange={(values: string[]) =>
            change({
              ...filters,
              values: { ...filters.values, [choice.name]: values.join(',') || undefined },
            })
          }
          options={choice.values.map((value) => ({ value, label: word(choice.vocabulary, value) }))}
        />
      ))}
      <span className="gap" />
      <Select
        size="small"
        variant="borderless"
        popupMatchSelectWidth={false}
        aria-label={t('inbox.sort')}
        value={filters.sort}
        onChange={(sort) => change({ ...filters, sort })}
        options={SORTS.map((value) => ({ value, label: word('sort', value) }))}
      />
      <Tooltip title={dense ? t('inbox.comfortable') : t('inbox.dense')}>
        <Button
          size="small"
          type="text"
          icon={<ColumnHeightOutlined />}
          aria-label={t('inbox.dense')}
          aria-pressed={dense}
          onClick={() => setDense(!dense)}
        />
      </Tooltip>
      <Tooltip title={t('inbox.reload')}>
        <Button
          size="small"
          type="text"
          icon={<ReloadOutlined />}
          aria-label={t('inbox.reload')}
          onClick={reload}
        />
      </Tooltip>
      <ExportButton filters={filters} />
    </div>
  )
}

function ExportButton({ filters }: { filters: Filters }) {
  const { t } = useWords()
  const { may } = useSession()
  const [open, setOpen] = useState(false)
  if (!may('export.tickets')) return null
  return (
    <>
      <Tooltip title={t('export.title')}>
        <Button
          size="small"
          type="text"
          icon={<DownloadOutlined />}
          aria-label={t('export.title')}
          onClick={() => setOpen(true)}
        />
      </Tooltip>
      {open && (
        <Suspense fallback={null}>
          <ExportDialog filters={filters} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function SearchField({ value, change }: { value: string; change: (q: string) => void }) {
  const { t } = useWords()
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (new URLSearchParams(location.search).get('focus') === 'search') field.current?.focus()
  }, [])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => change(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, value, change])
  return (
    <input
      ref={field}
      type="search"
      className="search"
      aria-label={t('inbox.search')}
      placeholder={t('inbox.search')}
      value={text}
      onChange={(e) => setText(e.target.value)}
      onKeyDown={(e) => {
        if (e.nativeEvent.isComposing) return
        if (e.key === 'Enter') change(text)
        if (e.key === 'Escape') {
          setText('')
          change('')
          e.currentTarget.blur()
        }
      }}
    />
  )
}
