import { useRouteError } from 'react-router'
import { ErrorState } from '../parts/States'

/** A page that failed to load (a new version was installed, the network went) or to draw. */
export function PageError() {
  const error = useRouteError()
  return (
    <div className="page">
      <ErrorState error={error} retry={() => location.reload()} />
    </div>
  )
}
