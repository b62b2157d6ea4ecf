import { Button } from 'antd'
import { Link } from 'react-router'
import { Empty } from '../parts/States'
import { useWords } from './i18n'

export default function NotFound() {
  const { t } = useWords()
  return (
    <div className="page">
      <Empty
        text={t('error.no_page')}
        action={
          <Link to="/inbox">
            <Button type="primary">{t('nav.inbox')}</Button>
          </Link>
        }
      />
    </div>
  )
}
