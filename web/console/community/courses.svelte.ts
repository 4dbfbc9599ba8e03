// The courses that can be taught, as forms and plans name them: read once for all who ask at a time.
import { api, ok, type CourseCard } from '../api'
import { app, named } from '../app.svelte'

class Courses {
  list = $state.raw<CourseCard[]>([])
  private asked: Promise<void> | null = null

  load(): Promise<void> {
    this.asked ??= this.read().finally(() => (this.asked = null))
    return this.asked
  }
  private async read(): Promise<void> {
    if (!app.can('course.list')) return
    try {
      this.list = (await ok(api.GET('/api/v1/community/courses'))).items
    } catch (e) {
      app.fail(e)
    }
  }
  /** What a course is called; its id where it is not here. */
  titleOf(id: string): string {
    const found = this.list.find((c) => c.id === id)
    return found ? named(found.title) : id
  }
}
export const courses = new Courses()
