import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { formatNumber } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useViewCounts } from '../app/useViewCounts'
import { type Filters, VIEWS, writeFilters } from './filters'
import { useSavedViews } from './savedViews'

export function ViewsColumn({ filters }: { filters: Filters }) {
  const { t, word, locale } = useWords()
  const counts = useViewCounts()
  const saved = useSavedViews()
  const here = writeFilters(filters).toString()
  const plain = Object.keys(filters.values).length === 0 && !filters.q
  return (
    <nav className="views" aria-label={t('inbox.views')}>
      <h2>{t('inbox.views')}</h2>
      {VIEWS.map((view) => {
        const count = counts[view]
        const on = plain && filters.view === view
        return (
          <Link
            key={view}
            to={`/inbox?view=${view}`}
            aria-current={on ? 'page' : undefined}
            className={on ? 'view on' : 'view'}
          >
            <span>{word('view', view)}</span>
            <span className={view === 'breached' && count ? 'count needs' : 'count'}>
              {count === undefined ? '' : formatNumber(count, locale)}
            </span>
          </Link>
        )
      })}
      {saved.views.length > 0 && <h2>{t('inbox.saved')}</h2>}
      {saved.views.map((view) => (
        <span key={view.address} className={view.address === here ? 'view on' : 'view'}>
          <Link to={`/inbox?${view.address}`}>{view.name}</Link>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('inbox.forget_view', { name: view.name })}
            onClick={() => saved.remove(view.address)}
          />
        </span>
      ))}
      {!plain && <SaveView save={(name) => saved.add({ name, address: here })} />}
    </nav>
  )
}

function SaveView({ save }: { save: (name: string) => void }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const keep = () => {
    if (!name.trim()) return
    save(name.trim())
    setName('')
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="rightTop"
      title={t('inbox.save_view')}
      content={
        <Input.Search
          autoFocus
          maxLength={40}
          value={name}
          onChange={(e) => setName(e.target.value)}
          onSearch={keep}
          enterButton={t('save')}
          aria-label={t('inbox.view_name')}
          placeholder={t('inbox.view_name')}
        />
      }
    >
      <Button type="text" size="small" icon={<PlusOutlined />} className="save-view">
        {t('inbox.save_view')}
      </Button>
    </Popover>
  )
}
