// The console's side of the node's interface. Names and shapes are those of
// openapi.d.ts, which is made from the node's own document.
import createClient from 'openapi-fetch'
import type { Form } from '../core/form'
import type { components, paths } from './openapi'

type Schemas = components['schemas']
export type Named = Schemas['Named']
export type Summary = Schemas['SummaryOut']
export type State = Summary['state']
export type Urgency = Summary['urgency']
export type Report = Schemas['ReportOut']
export type Answer = Schemas['AnswerOut']
export type Message = Schemas['MessageOut']
export type Act = Schemas['HistoryOut']
export type Page = Schemas['ListOut']
export type Kind = Schemas['KindOut']
export type Unit = Schemas['UnitOut']
export type Member = Schemas['MemberOut']
export type Session = Schemas['SessionOut']
export type Problem = Schemas['Problem']
export type FormCard = Schemas['FormOut']
export type CourseList = Schemas['CourseList']
export type CourseCard = Schemas['CourseCard']
export type Refreshed = Schemas['RefreshedOut']
export type CourseProblem = Schemas['CourseProblem']
export type Cell = Schemas['CellOut']
export type Token = Schemas['TokenOut']
export type Complaint = Schemas['ComplaintOut']
export type Backlog = Schemas['BacklogOut']
export type Voices = Schemas['VoicesOut']
export type Rumour = Schemas['RumourOut']
export type Reply = Schemas['ReplyIO']
export type Survey = Schemas['SurveyOut']
export type SurveyResults = Schemas['ResultsOut']
/** What the list is asked by. */
export type ListQuery = NonNullable<paths['/api/v1/reports']['get']['parameters']['query']>
export type Overview = Schemas['OverviewOut']
export type Found = Schemas['FoundOut']
export type Area = Schemas['AreaOut']
export type Invitation = Schemas['InvitationOut']
export type AuditLine = Schemas['AuditLine']
export type Correction = Schemas['CorrectionOut']
export type OpenSession = Schemas['OpenSessionOut']
export type Disclosure = Schemas['DisclosureOut']
export type Board = Schemas['BoardOut']
export type Trends = Schemas['TrendsOut']
export type Trend = Schemas['TrendOut']
export type TrendWeek = Schemas['TrendWeek']
export type Alarms = Schemas['AlarmsOut']
export type Spots = Schemas['SpotsOut']
export type Spot = Schemas['SpotOut']
export type Task = Schemas['TaskOut']
export type Referral = Schemas['ReferralOut']
export type Person = Schemas['PersonIO']
export type FollowUp = Schemas['FollowUpOut']
export type Telling = Schemas['TellingOut']
export type Bulletin = Schemas['FullBulletinOut']
export type BulletinLine = Schemas['BulletinOut']
export type Paragraph = Schemas['ParagraphOut']
export type Written = Schemas['WrittenOut']
export type Handover = Schemas['HandoverOut']
export type OpenItem = Schemas['ItemOut']
export type ResponseTimes = Schemas['ResponseTimesOut']
export type Numbers = Schemas['NumbersOut']
export type Tally = Schemas['HeadsOut']
export type Share = Schemas['ShareOut']
export type Retention = Schemas['RetentionOut']
export type Times = Schemas['TimesOut']
export type Stage = Schemas['StageOut']
export type Revealed = Schemas['ReporterOut']
export type Incident = Schemas['IncidentOut']
export type IncidentLine = Schemas['IncidentLine']
export type Statement = Schemas['StatementIO']
export type Backing = Schemas['BackingOut']
export type Origin = Schemas['OriginIO']
export type Joined = Schemas['JoinedOut']
export type Moments = Schemas['MomentsOut']
export type Moment = Schemas['MomentOut']
export type Sames = Schemas['SamesOut']
export type Same = Schemas['SameOut']
export type IncidentQuery = NonNullable<paths['/api/v1/incidents']['get']['parameters']['query']>

export type Learned = Schemas['LearnedOut']
export type Roll = Schemas['RollOut']
export type RollStand = Schemas['StandOut']
export type RollState = RollStand['state']
export type RollSession = Schemas['SessionPart']
export type Pass = Schemas['PassOut']

export type Alert = Schemas['AlertOut']
export type Warning = Schemas['WarningOut']
export type Warnings = Schemas['WarningsOut']
export type WarningContent = Schemas['ContentIO']
export type WarningWords = Schemas['WordsIO']
export type WarningShape = Schemas['ShapeIO']
export type Outside = Schemas['OutsideOut']
export type Outsides = Schemas['OutsideListOut']
export type AlertWhole = Schemas['WholeAlertOut']
export type Watch = Schemas['WatchOut']
export type WatchTrial = Schemas['WatchTrialOut']
export type OnDuty = Schemas['OnDutyOut']
export type Roster = Schemas['RosterOut']
export type OwnDuty = Schemas['MineOut']
export type Ahead = Schemas['AheadOut']
export type AheadItem = Schemas['AheadItem']
export type OwnCalendar = Schemas['OwnCalendarOut']
export type Swap = Schemas['SwapOut']
export type Contact = Schemas['ContactOut']
export type Contacts = Schemas['ContactsOut']
export type Gateways = Schemas['GatewaysOut']
export type Rule = Schemas['RuleOut']
export type Trial = Schemas['TrialOut']
export type RuleHistory = Schemas['RuleHistoryOut']
export type Clause = Schemas['Clause']
export type Deed = Schemas['Deed']
export type Proposal = Schemas['ProposalOut']
export type Deadline = Schemas['DeadlineOut']
export type Load = Schemas['LoadOut']
export type Look = Schemas['LookOut']
export type Figure = Schemas['FigureOut']
export type Activity = Schemas['ActivityOut']
export type Sheet = Schemas['SheetOut']
export type Reading = Schemas['ReadingOut']
export type Certificate = Schemas['CertificateOut']
export type Certificates = Schemas['CertificatesOut']

export type Plan = Schemas['PlanPart']
export type Suggestion = Schemas['SuggestionOut']
export type Comment = Schemas['CommentOut']
export type Participant = Schemas['PersonOut']
export type Known = Schemas['KnownPart']
export type Consent = Schemas['ConsentPart']
export type OpenedPerson = Schemas['OpenedOut']
export type Materials = Schemas['MaterialsOut']
export type MaterialLine = Schemas['MaterialLine']
export type Material = Schemas['MaterialOut']
export type MaterialFile = Schemas['MaterialFileOut']
export type Credit = Schemas['CreditOut']
export type Author = Schemas['PersonOption']
export type Uses = Schemas['UsesOut']
export type Use = Schemas['UseOut']
export type Kit = Schemas['KitOut']

/** What the node says went wrong, in the user's language. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly key: string,
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}

let language = 'fr'
export const speak = (l: string): void => void (language = l)

const offline: Record<string, [string, string]> = {
  fr: ['le nœud ne répond pas', 'vérifiez la connexion ; rien n’est perdu'],
  ar: ['العقدة لا تجيب', 'تحقق من الاتصال، ولم يضع شيء'],
  en: ['the node does not answer', 'check the connection; nothing is lost'],
}

/** Calls of the interface, typed by path. Lists in a query are parted by commas. */
export const api = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  querySerializer: { array: { style: 'form', explode: false } },
})
api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language)
    return request
  },
})

/** The answer of a call, or the fault that it ended with. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let r: { data?: T; error?: unknown; response: Response }
  try {
    r = await call
  } catch {
    const [message = '', hint = ''] = offline[language] ?? []
    throw new Fault(0, 'offline', 'offline', message, hint)
  }
  if (!r.response.ok) {
    const f = (typeof r.error === 'object' ? r.error : null) as Partial<Schemas['Fault']> | null
    throw new Fault(r.response.status, f?.kind ?? 'internal', f?.key ?? '', f?.message ?? r.response.statusText, f?.hint ?? '')
  }
  return r.data as T
}

/** A compiled form: the version that is published now, or another. */
export const compiled = (id: string, version = ''): Promise<Form> =>
  ok(
    fetch(`/api/v1/forms/${encodeURIComponent(id)}${version && `?version=${encodeURIComponent(version)}`}`, { headers: { 'Accept-Language': language } }).then(
      async (response) => {
        const body = (await response.json()) as unknown
        return response.ok ? { data: body as Form, response } : { error: body, response }
      },
    ),
  )

/** Brings in a CAP message of another authority, as it came. */
export const bringWarning = (file: Blob): Promise<Schemas['BroughtOut']> =>
  ok(
    fetch('/api/v1/warnings/import', { method: 'POST', headers: { 'Accept-Language': language, 'Content-Type': 'application/cap+xml' }, body: file }).then(
      async (response) => {
        const body = (await response.json()) as unknown
        return response.ok ? { data: body as Schemas['BroughtOut'], response } : { error: body, response }
      },
    ),
  )

/** Reads a photo of a page of a roll. */
export const readSheet = (activity: string, photo: Blob): Promise<Reading> =>
  ok(
    fetch(`/api/v1/community/activities/${encodeURIComponent(activity)}/sheets/read`, {
      method: 'POST',
      headers: { 'Accept-Language': language, 'Content-Type': 'image/jpeg' },
      body: photo,
    }).then(async (response) => {
      const body = (await response.json()) as unknown
      return response.ok ? { data: body as Reading, response } : { error: body, response }
    }),
  )

/** A form sent as a file: the body of calls that take an upload. */
export const upload = (body: Record<string, string | Blob>, files: readonly File[] = []): FormData => {
  const d = new FormData()
  for (const [k, v] of Object.entries(body)) d.set(k, v)
  for (const f of files) d.append('files', f)
  return d
}

/** What a desk does to one report. */
export type ActName = 'grade' | 'state' | 'urgency' | 'assign' | 'forward' | 'answer' | 'note' | 'close' | 'reopen' | 'correct' | 'review'
type Posted<N extends ActName> = NonNullable<paths[`/api/v1/reports/{id}/${N}`]['post']['requestBody']>['content']['application/json']

/** Does something to a report, and gives it as lists show it then. */
export const act = <N extends ActName>(id: string, name: N, body: Posted<N>): Promise<Summary> =>
  ok((api.POST as Send)(`/api/v1/reports/{id}/${name}`, { params: { path: { id } }, body }))
type Send = (path: string, init: unknown) => Promise<{ data?: Summary; error?: unknown; response: Response }>

/** What a desk does to an incident and gets it back, as it stands then. */
export type IncidentAct = 'attach' | 'detach' | 'ask' | 'reply' | 'state' | 'close' | 'urgency' | 'mark' | 'merge' | 'unmerge' | 'pass'
type Done<N extends IncidentAct> = NonNullable<paths[`/api/v1/incidents/{id}/${N}`]['post']['requestBody']>['content']['application/json']
export const actOn = <N extends IncidentAct>(id: string, name: N, body: Done<N>): Promise<Incident> =>
  ok((api.POST as SendIncident)(`/api/v1/incidents/{id}/${name}`, { params: { path: { id } }, body }))
type SendIncident = (path: string, init: unknown) => Promise<{ data?: Incident; error?: unknown; response: Response }>
