import { type AccessDecision, access } from '#contract/access.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { isLast, questionFrom } from '../evaluations-rules.ts'
import { createJudge } from '../judge.ts'

export const evaluateEach = query({
  name: 'access.evaluateEach',
  ...access.evaluateEach,
  summary: 'AuthZEN: several questions at once, all of them or up to the first that is denied or permitted.',
  access: { permission: 'access.ask', scope: 'staff' },
  errors: [errors.invalidInput],
  async run(reader, { evaluations = [], options, ...above }, actor, world) {
    const judge = createJudge(reader, actor, world)
    if (evaluations.length === 0) {
      const question = questionFrom({}, above)
      if ('problem' in question) return fail(errors.invalidInput, { field: 'request', reason: question.problem })
      return judge.evaluate(question)
    }
    const semantic = options?.evaluations_semantic ?? 'execute_all'
    const questions = evaluations.map((own) => questionFrom(own, above))
    // Everybody who is asked about is read at once.
    await judge.standings(
      questions.flatMap((question) => ('problem' in question ? [] : (judge.subjectId(question.subject) ?? []))),
    )
    const answers: AccessDecision[] = []
    for (const question of questions) {
      const answer =
        'problem' in question
          ? { decision: false, context: { reason: 'invalidRequest', error: { status: 400, message: question.problem } } }
          : await judge.evaluate(question)
      answers.push(answer)
      if (isLast(semantic, answer.decision)) break
    }
    return { evaluations: answers }
  },
})
