import { DeleteOutlined, EditOutlined, PlusOutlined, SaveOutlined } from '@ant-design/icons'
import { App, Button, Popconfirm } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { SavedView } from '../../shared/api/types'
import { formatNumber } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useViewCounts } from '../app/useViewCounts'
import { type Filters, VIEWS, writeFilters } from './filters'
import { useSavedViews } from './savedViews'
import { ViewForm } from './ViewForm'

export function ViewsColumn({ filters }: { filters: Filters }) {
  const { t, word, locale } = useWords()
  const counts = useViewCounts()
  const saved = useSavedViews()
  const own = saved.views.filter((v) => v.mine)
  const shared = saved.views.filter((v) => !v.mine)
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
      <SavedList title={t('inbox.saved')} views={own} here={here} saved={saved} />
      <SavedList title={t('inbox.shared')} views={shared} here={here} saved={saved} />
      {!plain && <UpdateView here={here} saved={saved} />}
      {!plain && (
        <ViewForm
          title={t('inbox.save_view')}
          initial={{ name: '', shared: 'nobody' }}
          everybody={saved.mayShareWithEverybody}
          save={(values) => saved.add({ ...values, query: here })}
        >
          <Button type="text" size="small" icon={<PlusOutlined />} className="save-view">
            {t('inbox.save_view')}
          </Button>
        </ViewForm>
      )}
    </nav>
  )
}

/** One's own view that was opened last, when the list is no longer what it holds. */
function UpdateView({ here, saved }: { here: string; saved: ReturnType<typeof useSavedViews> }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [opened, setOpened] = useState<number>()
  const shown = saved.views.find((v) => v.query === here)?.id
  useEffect(() => {
    if (shown !== undefined) setOpened(shown)
  }, [shown])
  const view = saved.views.find((v) => v.id === opened)
  const changed = view?.mine === true && shown === undefined
  const button = useRef<HTMLButtonElement>(null)
  // On a phone the views are a strip: what belongs to the list on the screen stands at its start.
  useEffect(() => {
    if (changed) button.current?.closest('.views')?.scrollTo({ left: 0 })
  }, [changed])
  if (!changed) return null
  const update = async () => {
    setBusy(true)
    const { name, shared } = view
    await saved
      .change(view.id, { name, shared, query: here })
      .catch(() => message.error(t('inbox.update_failed')))
    setBusy(false)
  }
  return (
    <Button
      ref={button}
      type="text"
      size="small"
      icon={<SaveOutlined />}
      className="save-view"
      loading={busy}
      onClick={update}
    >
      {t('inbox.update_view', { name: view.name })}
    </Button>
  )
}

function SavedList({
  title,
  views,
  here,
  saved,
}: {
  title: string
  views: SavedView[]
  here: string
  saved: ReturnType<typeof useSavedViews>
}) {
  const { t, word } = useWords()
  const { message } = App.useApp()
  const remove = (view: SavedView) =>
    saved.remove(view.id).catch(() => message.error(t('inbox.forget_failed')))
  if (views.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      {views.map((view) => (
        <span key={view.id} className={view.query === here ? 'view on' : 'view'}>
          <Link
            to={`/inbox?${view.query}`}
            title={view.mine ? word('share', view.shared) : view.owner}
            aria-current={view.query === here ? 'page' : undefined}
          >
            {view.name}
          </Link>
          {view.mine && (
            <ViewForm
              title={t('inbox.edit_view', { name: view.name })}
              initial={view}
              everybody={saved.mayShareWithEverybody}
              save={({ name, shared }) =>
                saved.change(view.id, { name, shared, query: view.query })
              }
            >
              <Button
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t('inbox.edit_view', { name: view.name })}
              />
            </ViewForm>
          )}
          {view.removable && (
            <Popconfirm
              title={t('inbox.forget_view', { name: view.name })}
              okText={t('inbox.forget')}
              cancelText={t('cancel')}
              onConfirm={() => remove(view)}
            >
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('inbox.forget_view', { name: view.name })}
              />
            </Popconfirm>
          )}
        </span>
      ))}
    </>
  )
}
