// Below what is edited: who changed it last, why the server says no, and saving or taking back.
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Document } from '../../shared/api/types'
import { formatInstant } from '../../shared/time'
import { useWords } from '../app/i18n'
import { Refusal } from '../parts/Refusal'
import type { useEditedDocument } from './useDocuments'

export function EditedFooter<T>(props: {
  document: Pick<Document<T>, 'version' | 'body'> & Partial<Pick<Document, 'at' | 'by_name'>>
  /** Said of what nobody has saved yet. */
  unsaved?: ReactNode
  edited: ReturnType<typeof useEditedDocument<T>>
  save: () => void
  /** After the buttons. */
  more?: ReactNode
}) {
  const { t, locale } = useWords()
  const { document, edited } = props
  const { at, by_name: who } = document
  return (
    <>
      {document.version > 0 && who && at ? (
        <p className="soft">{t('settings.changed', { who, at: formatInstant(at, locale) })}</p>
      ) : (
        document.version === 0 && props.unsaved && <p className="soft">{props.unsaved}</p>
      )}
      <Refusal error={edited.failure} />
      <p className="card-actions">
        <Button
          type="primary"
          loading={edited.busy}
          disabled={!edited.changed}
          onClick={props.save}
        >
          {t('save')}
        </Button>
        {edited.changed && (
          <Button onClick={() => edited.change(document.body)}>{t('undo')}</Button>
        )}
        {props.more}
      </p>
    </>
  )
}
