// Why the server said no: beside the control, with the rule and what is missing; it stays until the
// next try.
import { Alert } from 'antd'
import { ApiProblem } from '../../shared/api/problem'
import { useWords } from '../app/i18n'
import { sayProblemOf } from './missing'
import { sayProblem } from './States'

export function Refusal({ error }: { error: unknown }) {
  const words = useWords()
  if (!error) return null
  const errors = error instanceof ApiProblem ? error.errors : []
  return (
    <Alert
      role="alert"
      type="error"
      className="refusal"
      message={sayProblem(error, words)}
      description={
        errors.length > 0 && (
          <ul>
            {errors.map((e) => {
              const guard = words.word('guard', e.problem)
              const said = guard !== e.problem ? guard : sayProblemOf(e, words.word)
              const field = words.word('field', e.path.split('.').pop())
              return (
                <li key={e.path + e.problem}>
                  {e.path && field !== e.path ? `${field}：` : ''}
                  {said}
                </li>
              )
            })}
          </ul>
        )
      }
    />
  )
}
