import { ApiError, call } from '#web/shared/api.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'

export function useSignOut(): () => void {
  const showProblem = useProblemToast()
  const signOut = async () => {
    try {
      await call('team.signOut', {})
    } catch (error) {
      if (error instanceof ApiError && error.code !== 'notSignedIn') return showProblem(error)
    }
    // A whole new page: nothing of this person stays in memory for the next one at this desk.
    window.location.replace('/login')
  }
  return () => void signOut()
}
