// Made by web/openapi.mjs from docs/protocol/openapi.json: `make types`.
export interface paths {
    "/api/v1/account/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new address of one's calendar; shown once, the one before opens no more */
        post: operations["newCalendar"];
        /** Shut one's calendar */
        delete: operations["dropCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By which one is alerted */
        get: operations["listContacts"];
        put?: never;
        /** Add a way, or ask for its code again */
        post: operations["addContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a way out */
        delete: operations["removeContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/contacts/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The code that was sent to it */
        post: operations["verifyContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own duty of the next weeks */
        get: operations["ownDuty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey */
        delete: operations["dropPasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start adding a passkey */
        post: operations["beginPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a passkey */
        post: operations["finishPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's password */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own sessions */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End one's other sessions */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** How the console looks */
        put: operations["setSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start one-time codes */
        post: operations["beginCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn one-time codes off */
        post: operations["dropCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn one-time codes on */
        post: operations["finishCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts */
        get: operations["listAlerts"];
        put?: never;
        /** Raise an alert by hand, or an exercise */
        post: operations["raiseAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An alert, its ladder, who was told */
        get: operations["getAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an alert in hand: it climbs no more */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/climb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an alert up by hand */
        post: operations["climbAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an alert */
        post: operations["endAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a word beside an alert */
        post: operations["noteAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back the end of an alert, or let it go */
        post: operations["reopenAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what and why, without content */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The situation at a glance */
        get: operations["getBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bulletins that the caller may read, and drafts that they work on */
        get: operations["listBulletins"];
        put?: never;
        /** Draft the bulletin of the own unit for a day */
        post: operations["draftBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One bulletin */
        get: operations["getBulletin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put in a paragraph that a person wrote */
        post: operations["addBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin the next edition of a bulletin that has gone out */
        post: operations["correctBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a paragraph in one language */
        post: operations["editBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a paragraph out, or take it in again */
        post: operations["leaveBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the paragraphs in another order */
        post: operations["orderBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/redraft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draft anew what nobody has changed by hand */
        post: operations["redraftBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a bulletin go out, having read it */
        post: operations["releaseBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a change behind a paragraph was seen */
        post: operations["settleBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a bulletin back, or throw a draft away */
        post: operations["withdrawBulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Activities with communities that touch a period */
        get: operations["listActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One activity */
        get: operations["getActivity"];
        /** Plan an activity, or change its plan */
        put: operations["putActivity"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it will not be held, and why */
        post: operations["cancelActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificates of an activity, and who might be given one */
        get: operations["listCertificates"];
        put?: never;
        /** Sign certificates for people on the list */
        post: operations["issueCertificates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it will be held: nothing may be missing */
        post: operations["confirmActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say how it went */
        post: operations["finishActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/learning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tests, skills and what was learned at an activity in a course */
        get: operations["activityLearning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a draft of it again */
        post: operations["reopenActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/roll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roll of an activity: who is expected, who was there, what phones differ about */
        get: operations["getRoll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/roll/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark somebody, put a mark right, settle what phones differ about */
        post: operations["markRoll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/roll/passes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Phones that were let take the roll */
        get: operations["listPasses"];
        put?: never;
        /** Let a phone take the roll, without anybody signing in there */
        post: operations["openPass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/roll/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put people on the list, or take them off */
        post: operations["enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rolls of an activity that were printed, the latest first */
        get: operations["listSheets"];
        put?: never;
        /** Make a roll to be printed, with everybody on the list */
        post: operations["printSheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/sheets/{sheet}/pages/{page}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Take in a page that somebody has checked */
        put: operations["keepSheetPage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/sheets/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a photo of a page; nothing of it is kept */
        post: operations["readSheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that somebody did a skill, or take the note back */
        post: operations["tickSkill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/activities/{id}/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people said of an activity */
        get: operations["activityVoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/ahead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is coming, what was left undone, what waits */
        get: operations["communityAhead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/attempts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep somebody’s answers to a test */
        put: operations["enterAttempt"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/authors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who agreed to be named in materials */
        get: operations["listAuthors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where calendars stand */
        get: operations["getCalendar"];
        put?: never;
        /** Make the secret address of one's own calendar, or another one: the earlier ends */
        post: operations["renewCalendar"];
        /** End the secret address of one's own calendar */
        delete: operations["endCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/certificates/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a certificate back */
        post: operations["revokeCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Complaints and thanks that the caller may read */
        get: operations["listComplaints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write down what somebody complains of, or is thankful for */
        put: operations["tellComplaint"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say which activity a complaint is about */
        post: operations["bindComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell whoever complained something */
        post: operations["answerComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End one that was answered, with its outcome */
        post: operations["closeComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/hand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand one about staff to another person of safeguarding */
        post: operations["handComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep an account from one about staff, such as whom it is about, or oneself */
        post: operations["keepComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read one, which leaves a line */
        post: operations["openComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find that it is about staff: safeguarding alone reads it from now on */
        post: operations["passComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/complaints/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep one for five years more, for a reason */
        post: operations["renewComplaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Courses, and those that come with the program */
        get: operations["listCourses"];
        put?: never;
        /** Publish a version of a course */
        post: operations["publishCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/courses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a course out of the lists */
        delete: operations["withdrawCourse"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/courses/{id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The Markdown that a course was made of */
        get: operations["readCourse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/courses/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish a course that comes with the program */
        post: operations["takeCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/courses/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compile a course and say what is wrong with it */
        post: operations["checkCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/kits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kits that went out on sticks */
        get: operations["listKits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Posters, stories, radio spots, lesson sheets */
        get: operations["listMaterials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One material, with its files and its course */
        get: operations["getMaterial"];
        /** Begin a material, or say its texts anew */
        put: operations["writeMaterial"];
        post?: never;
        /** Delete a draft that was never public */
        delete: operations["eraseMaterial"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that exactly what was read may go to the public */
        post: operations["approveMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Name somebody who agreed to it */
        post: operations["creditMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/credits/{credit}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Name somebody no longer */
        delete: operations["uncreditMaterial"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up the version being worked on */
        post: operations["discardMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a file; its id is chosen by whoever sends it */
        put: operations["attachMaterialFile"];
        /** Say anew what a file is */
        post: operations["labelMaterialFile"];
        /** Take a file out */
        delete: operations["detachMaterialFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/handin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it to whoever looks after children */
        post: operations["handInMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the public read what was approved */
        post: operations["publishMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it back from the review */
        post: operations["recallMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the public read again what was taken back */
        post: operations["restoreMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it back, with what is to be changed */
        post: operations["returnMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it back from the public, at once */
        post: operations["takeBackMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a material was used */
        get: operations["listUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/materials/{id}/uses/{use}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write down where a material was used, or correct it */
        put: operations["putUse"];
        post?: never;
        /** Take back what was written down of a use */
        delete: operations["dropUse"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What activities came to, in numbers that tell of nobody */
        get: operations["communityNumbers"];
        put?: never;
        /** Make the numbers anew, if ten people came since */
        post: operations["renewCommunityNumbers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/passes/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shut a phone out */
        post: operations["revokePass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of the register, the latest first */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write somebody down, or correct what is known */
        put: operations["putPerson"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/agree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down what somebody agreed to */
        post: operations["agreePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/apart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that two are different people, or take that back */
        post: operations["apartPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete all that is known of somebody */
        post: operations["erasePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/kits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kits that went out with somebody named or seen in them */
        get: operations["listKitsOfPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All that is known of somebody, for a reason */
        post: operations["openPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/own": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All that is kept of somebody, for that person to have */
        post: operations["ownPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep somebody who asked to stay for five years more, for a reason */
        post: operations["renewPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/same": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody is the same person as another, or take that back */
        post: operations["samePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a consent back */
        post: operations["withdrawPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/alike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who of the register may be the person that one is about to write down */
        post: operations["alikePeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/people/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** People of the register by a name */
        post: operations["findPeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/refreshers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who passed a course, asked to be told of refreshers, and is to refresh it */
        get: operations["listRefreshers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many people are deleted in the next weeks */
        get: operations["communityRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rumours, and what is answered to them */
        get: operations["listRumours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rumour, with where its answer was spread */
        get: operations["getRumour"];
        /** Write a rumour down as it was heard, without names */
        put: operations["hearRumour"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say which activity a rumour is about */
        post: operations["bindRumour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count a rumour that was heard once more */
        post: operations["hearRumourAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write an answer: a second person is to check it */
        post: operations["answerRumour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let out to the public what another person wrote */
        post: operations["checkRumour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a rumour that is told no more */
        post: operations["closeRumour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a rumour for five years more, for a reason */
        post: operations["renewRumour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/rumours/{id}/spread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note where an answer was told, and what people said */
        post: operations["spreadRumour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many people to ask */
        get: operations["sampleSize"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ideas for events: the open ones, most wanted first, or the closed ones */
        get: operations["listSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Propose an event */
        put: operations["putSuggestion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say why nothing comes of it */
        post: operations["closeSuggestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say something of an idea */
        post: operations["commentSuggestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said of an idea */
        get: operations["listComments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the closing back */
        post: operations["reopenSuggestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an activity of it */
        post: operations["takeSuggestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/suggestions/{id}/vote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that one is for it, or take that back */
        post: operations["voteSuggestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/surveys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Surveys of how people feel */
        get: operations["listSurveys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/surveys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Begin a survey */
        put: operations["askSurvey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/surveys/{id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in one person's answers */
        post: operations["fillSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/surveys/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a round: its results are shown, and nobody is asked any more */
        post: operations["endSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/surveys/{id}/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The form of a survey, compiled */
        get: operations["getSurveyForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/surveys/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people said in the rounds that have ended */
        get: operations["getSurveyResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/community/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many complaints wait for the caller, and how many too long */
        get: operations["waitingComplaints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long reports of each unit may wait */
        get: operations["listDeadlines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts of a demo */
        get: operations["getDemo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disclosures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asked who sent what, as far as it concerns the caller */
        get: operations["listDisclosures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disclosures/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or refuse a question */
        post: operations["decideDisclosure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disclosures/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the answer to one's own question; leaves an audit line */
        post: operations["readDisclosure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on duty now */
        get: operations["listDuty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/swaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask somebody to take a stretch of one's duty */
        post: operations["askSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/swaps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take, refuse or withdraw a swap */
        post: operations["turnSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The forms */
        get: operations["listForms"];
        put?: never;
        /** Publish an XLSForm */
        post: operations["publishForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a form out of the lists */
        delete: operations["withdrawForm"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compile an XLSForm and say what is wrong with it */
        post: operations["checkForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways out of the node, and how they do */
        get: operations["getGateways"];
        /** Set up the ways out of the node */
        put: operations["putGateways"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test */
        post: operations["testGateway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What shifts of the own unit left to the next */
        get: operations["listHandovers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Leave a hand-over to the next shift */
        put: operations["leaveHandover"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a shift over, having read what was left */
        post: operations["takeHandover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is open at the own unit, for a hand-over */
        get: operations["draftHandover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, as desks state it */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident, now or as it was known; leaves an audit line */
        get: operations["openIncident"];
        /** Open an incident */
        put: operations["startIncident"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: ask */
        post: operations["askIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who leads an incident */
        post: operations["assignIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/attach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: attach */
        post: operations["attachIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: close */
        post: operations["closeIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/detach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: detach */
        post: operations["detachIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/effect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what came of something that was done about the incident */
        post: operations["effectIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase an incident; its reports stay */
        post: operations["eraseIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What those who reported an incident would be told, and who cannot be */
        get: operations["planFeedback"];
        put?: never;
        /** Tell everybody who reported an incident what was done, each once */
        post: operations["feedbackIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks, referrals and responses of an incident, now or as they were known */
        get: operations["followUpIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done about an incident */
        get: operations["incidentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/joined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would become of a merge; nothing is written */
        get: operations["joinedIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/lesson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The after-action note of the incident */
        post: operations["lessonIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/mark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: mark */
        post: operations["markIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: merge */
        post: operations["mergeIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/more": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports that may tell of an incident */
        get: operations["moreOfIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand an incident to another unit */
        post: operations["moveIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: pass */
        post: operations["passIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/refer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand somebody met in the incident on to a protection service */
        post: operations["referIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: reply */
        post: operations["replyIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/respond": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down what was done about the incident */
        post: operations["respondIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close the open reports behind a closed incident, as it ended */
        post: operations["settleIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: state */
        post: operations["stateIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** State anew what happened */
        post: operations["amendIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/task": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a unit to go and look: the answer comes back to the incident */
        post: operations["taskIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: unmerge */
        post: operations["unmergeIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/urgency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on an incident: urgency */
        post: operations["urgencyIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an incident would be that is opened from reports */
        post: operations["draftIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of incident, and what they are in the taxonomies of others */
        get: operations["listIncidentKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that wait */
        get: operations["listInvitations"];
        put?: never;
        /** Invite somebody; the link is shown once */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a link invites */
        get: operations["getInvitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{token}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the account of an invitation */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What reports can be about, by the forms */
        get: operations["listKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much each desk has to do, and who of it; for chiefs */
        get: operations["listLoad"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports on the map */
        get: operations["mapReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/map/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many reports the districts have, by the places that reports name */
        get: operations["countAreas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who belongs to a unit */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change somebody's name, roles or unit, or close the account */
        put: operations["setMember"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A colleague's numbers, for a reason that is kept */
        post: operations["readContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link by which somebody who forgot the password sets a new one; shown once */
        post: operations["linkMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A desk's work in numbers */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Places below one, or by name */
        get: operations["listPlaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/{list}/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A place by its code in a list, older lists included */
        get: operations["getPlace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People handed on, by their pseudonyms */
        get: operations["listReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take somebody on */
        post: operations["acceptReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say why the service cannot help */
        post: operations["declineReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what became of it, without a name */
        post: operations["finishReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who it is, for the service that took the person on; leaves a line */
        post: operations["identifyReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it back before it was taken on */
        post: operations["withdrawReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One report, whole; leaves an audit line */
        get: operations["openReport"];
        /** Take a report from a program or an operator */
        put: operations["acceptReport"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts that a report is behind */
        get: operations["reportAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: answer */
        post: operations["answerReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: assign */
        post: operations["assignReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: close */
        post: operations["closeReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that two things are not the same, or take that back */
        post: operations["compareReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: correct */
        post: operations["correctReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/effect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what came of something that was done about the report */
        post: operations["effectReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase a report and all about it */
        post: operations["eraseReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A draft of what the reporter is told in the end */
        get: operations["draftFeedback"];
        put?: never;
        /** Tell the reporter what was done */
        post: operations["feedbackReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks, referrals and responses of a report */
        get: operations["followUp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget who sent a report, for good; the report stays */
        post: operations["forgetSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: forward */
        post: operations["forwardReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/grade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: grade */
        post: operations["gradeReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/lesson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The after-action note of the report */
        post: operations["lessonReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a report and another thing tell of the same */
        post: operations["linkReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: note */
        post: operations["noteReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/proposals/{proposal}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave what a rule proposes */
        post: operations["leaveProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/proposals/{proposal}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do what a rule proposes */
        post: operations["takeProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/refer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand somebody met in the report on to a protection service */
        post: operations["referReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: reopen */
        post: operations["reopenReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/respond": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down what was done about the report */
        post: operations["respondReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask who sent a report; a second person decides */
        post: operations["askSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: review */
        post: operations["reviewReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/same": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may tell of the same thing, and why */
        get: operations["sameAsReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: state */
        post: operations["stateReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/task": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a unit to go and look: the answer comes back to the report */
        post: operations["taskReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/urgency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a report: urgency */
        post: operations["urgencyReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/response-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How soon units act, in figures */
        get: operations["responseTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Closed reports at which the caller is to look again */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the second look found of reports closed in the last 90 days */
        get: operations["reviewFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in what was marked and read how the roll stands, with a pass alone; saying it twice is harmless */
        post: operations["syncRoll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roll/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in what was answered and read which tests are taken, with a pass that allows it; saying it twice is harmless */
        post: operations["syncTests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Routing rules */
        get: operations["listRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write a rule, new or anew */
        put: operations["putRule"];
        post?: never;
        /** Take a rule that is off out of the list */
        delete: operations["removeRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/agree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A second person's word for a rule that meets much */
        post: operations["agreeRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done with a rule, and its versions */
        get: operations["ruleHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a rule */
        post: operations["offRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a rule run as it was written last */
        post: operations["onRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a rule on past reports */
        post: operations["tryRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/sentence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a rule would do, as a sentence */
        post: operations["sayRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search in reports */
        get: operations["searchReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getSession"];
        put?: never;
        /** Sign in by password */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter a demo by one click */
        post: operations["enterDemo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start signing in by passkey */
        post: operations["beginPasskeySignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by passkey */
        post: operations["finishPasskeySignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks: one's own, the unit's, those sent */
        get: operations["listTasks"];
        put?: never;
        /** Ask a unit to do something, about nothing that was reported */
        post: operations["askTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a task on */
        post: operations["acceptTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say why the unit will not */
        post: operations["declineTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what was found */
        post: operations["finishTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a task back */
        post: operations["withdrawTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens of devices and programs */
        get: operations["listTokens"];
        put?: never;
        /** Make a token; its secret is shown once */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a token at once */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts by week with what was to be expected */
        get: operations["getTrends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trends/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where more is reported than usual, and how far to trust it */
        get: operations["getAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trends/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports behind a count, an alarm or a hot spot */
        get: operations["getBehind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trends/spots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hot spots in space and time */
        get: operations["getSpots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tree of units, as far as the caller sees it */
        get: operations["listUnits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a unit, or change its name, code, kind, place or the unit above it */
        put: operations["putUnit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a unit; its open reports go to the unit above */
        post: operations["closeUnit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say how long reports of a unit may wait */
        put: operations["setDeadlines"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A unit's plan, and who is on duty from one moment to another */
        get: operations["getDuty"];
        /** Write a unit's plan */
        put: operations["putDuty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a closed unit work again */
        post: operations["reopenUnit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say how many closed reports of a unit are looked at again */
        put: operations["setReview"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The order of a unit's rules */
        put: operations["orderRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Warnings to the public */
        get: operations["listWarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One warning, with its course */
        get: operations["getWarning"];
        /** Draft a warning, or another text of one: a second person is to release it */
        put: operations["proposeWarning"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a warning to be taken back: a second person is to release that */
        post: operations["cancelWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say why it does not go out, or take back one's own draft */
        post: operations["refuseWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let out to the public what another person drafted */
        post: operations["releaseWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CAP 1.2 message of another authority: for people, and for programs with a token */
        post: operations["importWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Warnings of other authorities, the latest first */
        get: operations["listReceivedWarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/received/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with the file as it came */
        get: operations["getReceivedWarning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/warnings/senders/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say that a sender is known by a certificate */
        put: operations["trustSender"];
        post?: never;
        /** Say that a certificate is not known any more */
        delete: operations["distrustSender"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When alerts are raised */
        get: operations["listWatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write a watch, new or anew */
        put: operations["putWatch"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watches/{id}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a watch on or off */
        post: operations["switchWatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watches/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a watch would have done in the last ninety days */
        post: operations["tryWatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AboutOut: {
            /** Format: uuid */
            id: string;
            kind: string;
            /** @enum {string} */
            state: "new" | "checking" | "needs_answer" | "closed" | "quarantine";
            title: string;
        };
        AcceptedOutBody: {
            /** @description what does not fit the form: kept and shown to the desk, not refused */
            problems: string[];
            receipt: string;
        };
        AcceptInBody: {
            /** @description path of the question to its answer, such as /data/vehicles[2]/kind; instead of xml */
            answers?: {
                [key: string]: string;
            };
            /**
             * @default api
             * @enum {string}
             */
            channel?: "api" | "operator";
            /** @description id of the form; needed with answers */
            form?: string;
            language?: string;
            version?: string;
            /** @description the submission as docs/protocol/form.md has it; instead of answers */
            xml?: string;
        };
        AcceptInviteInBody: {
            login?: string;
            name?: string;
            password: string;
        };
        AccountOut: {
            id: string;
            login: string;
            name: string;
        };
        AcknowledgeInBody: {
            /** @description from another who has it in hand */
            take?: boolean;
        };
        "ActInAttachmentIO; Raise bool \"json:\\\"raiseOmitempty\\\" doc:\\\"mark the incident as closely as the report\\\"\" }Body": {
            denies?: boolean;
            origin: components["schemas"]["OriginIO"];
            /** @description mark the incident as closely as the report */
            raise?: boolean;
            /** Format: uuid */
            report: string;
            /** Format: int64 */
            revision?: number;
            /** @enum {string} */
            tells: "witness" | "hearsay" | "media" | "official";
        };
        "ActInID \"json:\\\"id\\\" format:\\\"uuid\\\" doc:\\\"chosen by the sender\\\"\"; Section string \"json:\\\"section\\\" enum:\\\"incidentsReportsAlertsTrendsDoneLateQuestionsRemarks\\\"\"; TLP string \"json:\\\"tlp\\\" enum:\\\"greenAmberAmber+strict\\\"\"; Texts mapStringString \"json:\\\"texts\\\" doc:\\\"by language: ar fr en\\\"\" }Body": {
            /**
             * Format: uuid
             * @description chosen by the sender
             */
            id: string;
            /** @enum {string} */
            section: "incidents" | "reports" | "alerts" | "trends" | "done" | "late" | "questions" | "remarks";
            /** @description by language: ar, fr, en */
            texts: {
                [key: string]: string;
            };
            /** @enum {string} */
            tlp: "green" | "amber" | "amber+strict";
        };
        "ActInID \"json:\\\"id\\\" format:\\\"uuid\\\" doc:\\\"chosen by the sender\\\"\"; Text string \"json:\\\"text\\\" minLength:\\\"1\\\" maxLength:\\\"2000\\\"\" }Body": {
            /**
             * Format: uuid
             * @description chosen by the sender
             */
            id: string;
            /** Format: int64 */
            revision?: number;
            text: string;
        };
        "ActInID \"json:\\\"id\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"8192\\\"\" }Body": {
            id: string;
            /** Format: int64 */
            revision?: number;
            text: string;
        };
        "ActInID \"json:\\\"id\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"8192\\\"\"; Language string \"json:\\\"language\\\" maxLength:\\\"10\\\"\" }Body": {
            id: string;
            language: string;
            /** Format: int64 */
            revision?: number;
            text: string;
        };
        "ActInID \"json:\\\"into\\\" format:\\\"uuid\\\" doc:\\\"the incident that the report goes to\\\"\"; Raise bool \"json:\\\"raiseOmitempty\\\" doc:\\\"mark that incident as closely as the report\\\"\" }Body": {
            /**
             * Format: uuid
             * @description the incident that the report goes to
             */
            into: string;
            /** @description mark that incident as closely as the report */
            raise?: boolean;
            /** Format: uuid */
            report: string;
            /** Format: int64 */
            revision?: number;
        };
        "ActInID \"json:\\\"into\\\" format:\\\"uuid\\\"\" }Body": {
            /** Format: uuid */
            into: string;
            /** Format: int64 */
            revision?: number;
        };
        "ActInID \"json:\\\"paragraph\\\" format:\\\"uuid\\\"\"; Language string \"json:\\\"language\\\" enum:\\\"arFrEn\\\"\"; Base int64 \"json:\\\"base\\\" doc:\\\"seq of the text that it was written from; 0 where there was none\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"4096\\\"\"; Settles ListInt64 \"json:\\\"settlesOmitempty\\\" maxItems:\\\"16\\\" doc:\\\"seqs of texts beside it that this one settles\\\"\" }Body": {
            /**
             * Format: int64
             * @description seq of the text that it was written from; 0 where there was none
             */
            base: number;
            /** @enum {string} */
            language: "ar" | "fr" | "en";
            /** Format: uuid */
            paragraph: string;
            /** @description seqs of texts beside it that this one settles */
            settles?: number[] | null;
            text: string;
        };
        "ActInID \"json:\\\"paragraph\\\" format:\\\"uuid\\\"\"; Mark string \"json:\\\"mark\\\" maxLength:\\\"64\\\" doc:\\\"of what was seen\\\"\"; Anew bool \"json:\\\"anew\\\" doc:\\\"draft its words anew; else they are kept\\\"\" }Body": {
            /** @description draft its words anew; else they are kept */
            anew: boolean;
            /** @description of what was seen */
            mark: string;
            /** Format: uuid */
            paragraph: string;
        };
        "ActInID \"json:\\\"paragraph\\\" format:\\\"uuid\\\"\"; Out bool \"json:\\\"out\\\"\"; Why string \"json:\\\"whyOmitempty\\\" maxLength:\\\"500\\\"\" }Body": {
            out: boolean;
            /** Format: uuid */
            paragraph: string;
            why?: string;
        };
        "ActInID \"json:\\\"question\\\" format:\\\"uuid\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"2000\\\" doc:\\\"empty: the answer is taken back\\\"\" }Body": {
            /** Format: uuid */
            question: string;
            /** Format: int64 */
            revision?: number;
            /** @description empty: the answer is taken back */
            text: string;
        };
        "ActInID \"json:\\\"report\\\" format:\\\"uuid\\\"\"; Why string \"json:\\\"whyOmitempty\\\" maxLength:\\\"2000\\\"\" }Body": {
            /** Format: uuid */
            report: string;
            /** Format: int64 */
            revision?: number;
            why?: string;
        };
        "ActInID \"json:\\\"unit\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"8192\\\"\" }Body": {
            note?: string;
            /** Format: int64 */
            revision?: number;
            unit: string;
        };
        "ActInRevisionIn; Account ID \"json:\\\"account\\\" nullable:\\\"true\\\"\" }Body": {
            account: string | null;
            /** Format: int64 */
            revision?: number;
        };
        "ActInRevisionIn; Note string \"json:\\\"note\\\" maxLength:\\\"8192\\\"\" }Body": {
            note: string;
            /** Format: int64 */
            revision?: number;
        };
        "ActInRevisionIn; Order ListID \"json:\\\"order\\\" maxItems:\\\"1000\\\" nullable:\\\"false\\\"\" }Body": {
            order: string[];
            /** Format: int64 */
            revision?: number;
        };
        "ActInRevisionIn; Outcome string \"json:\\\"outcome\\\" enum:\\\"confirmedAction_takenReferredUnfoundedDuplicateNo_action\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"8192\\\"\" }Body": {
            note?: string;
            /** @enum {string} */
            outcome: "confirmed" | "action_taken" | "referred" | "unfounded" | "duplicate" | "no_action";
            /** Format: int64 */
            revision?: number;
        };
        "ActInRevisionIn; Outcome string \"json:\\\"outcome\\\" enum:\\\"confirmedUnfoundedUnresolvedHanded_overMistaken\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"2000\\\"\" }Body": {
            note?: string;
            /** @enum {string} */
            outcome: "confirmed" | "unfounded" | "unresolved" | "handed_over" | "mistaken";
            /** Format: int64 */
            revision?: number;
        };
        "ActInRevisionIn; Read bool \"json:\\\"read\\\" doc:\\\"every paragraph was read\\\"\"; Shown ListID \"json:\\\"shown\\\" maxItems:\\\"1000\\\" nullable:\\\"false\\\" doc:\\\"those that were read in order\\\"\"; To ListID \"json:\\\"toOmitempty\\\" maxItems:\\\"500\\\" doc:\\\"units that get it besides the own and those above\\\"\" }Body": {
            /** @description every paragraph was read */
            read: boolean;
            /** Format: int64 */
            revision?: number;
            /** @description those that were read, in order */
            shown: string[];
            /** @description units that get it, besides the own and those above */
            to?: string[] | null;
        };
        "ActInRevisionIn; Source string \"json:\\\"source\\\" enum:\\\"ABCDEF\\\"\"; Information int \"json:\\\"information\\\" minimum:\\\"1\\\" maximum:\\\"6\\\"\" }Body": {
            /** Format: int64 */
            information: number;
            /** Format: int64 */
            revision?: number;
            /** @enum {string} */
            source: "A" | "B" | "C" | "D" | "E" | "F";
        };
        "ActInRevisionIn; State string \"json:\\\"state\\\" enum:\\\"newCheckingNeeds_answer\\\"\" }Body": {
            /** Format: int64 */
            revision?: number;
            /** @enum {string} */
            state: "new" | "checking" | "needs_answer";
        };
        "ActInRevisionIn; State string \"json:\\\"state\\\" enum:\\\"openWatched\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"2000\\\"\" }Body": {
            note?: string;
            /** Format: int64 */
            revision?: number;
            /** @enum {string} */
            state: "open" | "watched";
        };
        "ActInRevisionIn; TLP string \"json:\\\"tlp\\\" enum:\\\"clearGreenAmberAmber+strictRed\\\"\" }Body": {
            /** Format: int64 */
            revision?: number;
            /** @enum {string} */
            tlp: "clear" | "green" | "amber" | "amber+strict" | "red";
        };
        "ActInRevisionIn; Urgency string \"json:\\\"urgency\\\" enum:\\\"nowSoonRoutine\\\"\" }Body": {
            /** Format: int64 */
            revision?: number;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        "ActInRevisionIn; Why string \"json:\\\"why\\\" maxLength:\\\"500\\\"\" }Body": {
            /** Format: int64 */
            revision?: number;
            why: string;
        };
        ActivitiesOut: {
            items: components["schemas"]["ActivityOut"][];
            /** @description there are more than a list shows */
            more: boolean;
        };
        ActivityOut: {
            /** Format: date-time */
            at: string;
            author: components["schemas"]["Named"];
            can: ("edit" | "confirm" | "cancel" | "finish" | "reopen" | "people" | "register")[];
            /** Format: date-time */
            end?: string;
            /** Format: uuid */
            id: string;
            /** @description what is missing before it can be confirmed */
            lacks: ("time" | "place" | "leader" | "risks" | "adults")[];
            plan: components["schemas"]["PlanPart"];
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            start?: string;
            /** @enum {string} */
            state: "draft" | "confirmed" | "done" | "cancelled";
            /**
             * Format: uuid
             * @description the idea that it came from
             */
            suggestion?: string;
            /** @description who was named beside the trainers */
            team: components["schemas"]["Named"][];
            unit: components["schemas"]["Named"];
            /** @description why it was cancelled, or how it went */
            word?: string;
        };
        ActOnActivityInBody: {
            /** Format: int64 */
            revision?: number;
            word?: string;
        };
        ActOnInBody: {
            /** Format: int64 */
            revision?: number;
            text?: string;
        };
        AddContactInBody: {
            address: string;
            /** @enum {string} */
            channel: "push" | "sms" | "mail";
        };
        AheadItem: {
            activity: components["schemas"]["ActivityOut"];
            /**
             * Format: int64
             * @description people on its list
             */
            expected: number;
            /**
             * Format: int64
             * @description sessions that are over and have no roll
             */
            missing: number;
        };
        AheadOut: {
            /** @description of the last month, without a roll or without a word on how it went: the latest first */
            behind: components["schemas"]["AheadItem"][];
            /** @description of the next four weeks, the first that begins first */
            coming: components["schemas"]["AheadItem"][];
            /** @description there are more to come than a board shows */
            more: boolean;
            waits: components["schemas"]["AheadWait"][];
        };
        AheadWait: {
            /** Format: int64 */
            count: number;
            /** @enum {string} */
            what: "rumours" | "checks" | "leaving_rumours" | "materials" | "ideas" | "leaving";
        };
        AlarmOut: {
            alarm?: boolean;
            /** Format: double */
            expected: number;
            /**
             * Format: int64
             * @description to here
             */
            high: number;
            /** @description there is a range to be expected */
            judged: boolean;
            kind?: string;
            /**
             * Format: int64
             * @description 19 of 20 such counts lie from here
             */
            low: number;
            /** Format: int64 */
            n: number;
            /** @description it is not over */
            partial?: boolean;
            place?: components["schemas"]["PlaceOut"];
            /**
             * Format: int64
             * @description in these weeks
             */
            reports: number;
            /**
             * Format: int64
             * @description how many weeks, up to this one, were judged together
             */
            span: number;
            /**
             * Format: date
             * @description the Monday on which it begins
             */
            week: string;
            /**
             * Format: int64
             * @description in how many weeks a false alarm of this series is to be expected; 0: hardly ever
             */
            weeks_per_false: number;
            why: string[];
        };
        AlarmsOut: {
            /** Format: date-time */
            at: string;
            /**
             * Format: double
             * @description false alarms to be expected in one such look over all of them
             */
            expected: number;
            /** @description the least likely by chance first */
            items: components["schemas"]["AlarmOut"][];
            /**
             * Format: int64
             * @description of them, those with enough history
             */
            judged: number;
            rule: string;
            /**
             * Format: int64
             * @description that were looked at
             */
            series: number;
            /**
             * Format: int64
             * @description in how many weeks a false alarm somewhere is to be expected; 0: hardly ever
             */
            weeks_per_false: number;
        };
        AlertOut: {
            /** Format: date-time */
            acknowledged?: string;
            /**
             * Format: date-time
             * @description when it climbs or is told again; of one in hand, when its owner is asked how it stands
             */
            due?: string;
            /** Format: date-time */
            ended?: string;
            exercise?: boolean;
            /** @description who is to answer at its level */
            first?: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            kind?: string;
            /**
             * Format: int64
             * @description of levels, from 0
             */
            level: number;
            levels: components["schemas"]["LevelOut"][];
            /** @description it waits for the caller, or the caller has it in hand */
            mine: boolean;
            /** Format: int64 */
            number: number;
            /** @description who else may */
            others: components["schemas"]["Named"][];
            /** @enum {string} */
            outcome?: "true" | "false_alarm" | "exercise";
            /** @description who has it in hand, or ended it */
            owner?: components["schemas"]["Named"];
            place?: components["schemas"]["PlaceOut"];
            /** Format: date-time */
            raised: string;
            /** Format: int64 */
            reports: number;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description when it came to its level
             */
            since: string;
            /** @enum {string} */
            state: "open" | "acknowledged" | "ended";
            /**
             * Format: int64
             * @description overdue ones behind it, where it was raised for those
             */
            tasks?: number;
            /** @description what happened and where, or what was looked for */
            title: string;
            tlp: string;
            /** @description where it was raised */
            unit: components["schemas"]["Named"];
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            /** @description that raised it; missing where a person did */
            watch?: components["schemas"]["Named"];
        };
        AlertsOut: {
            /** Format: int64 */
            in_hand: number;
            /** @description the most pressing first, then what is due first; those that ended the newest first */
            items: components["schemas"]["AlertOut"][];
            /**
             * Format: int64
             * @description open, and come to the caller
             */
            mine: number;
            next: string | null;
            /** Format: int64 */
            open: number;
        };
        AlikeOut: {
            /** @description of this list; others the console shows */
            names: string[];
            /** Format: uuid */
            newcomer: string;
        };
        AlikePeopleRequest: {
            known: components["schemas"]["KnownPart"];
            /** @description leave this one out, and whoever was said to be another */
            not?: string;
        };
        AmendInBody: {
            /**
             * Format: int64
             * @description seq of the statement that it was written from
             */
            base: number;
            /** @description statements beside it that this one settles */
            settles?: number[] | null;
            statement: components["schemas"]["StatementIO"];
        };
        AmendOut: {
            /** @description others had changed the same part: both are kept, and a person chooses */
            conflict: boolean;
            incident: components["schemas"]["IncidentOut"];
            /** @description others had changed other parts meanwhile: both hold */
            joined: boolean;
        };
        AnswerComplaintInBody: {
            /**
             * Format: uuid
             * @description of the answer, chosen by the sender, so that sending twice is harmless
             */
            id: string;
            language: string;
            /** Format: int64 */
            revision?: number;
            text: string;
        };
        AnswerOut: {
            /** @description what the group that it stands in is called, by language */
            group?: {
                [key: string]: string;
            };
            label: {
                [key: string]: string;
            };
            path: string;
            text: {
                [key: string]: string;
            };
            type: string;
            value: string;
        };
        ApartOut: {
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            grounds: string[];
            incident?: components["schemas"]["IncidentLine"];
            note?: string;
            report?: components["schemas"]["TitledOut"];
            /** @enum {string} */
            verdict: "different" | "undecided";
        };
        AreaOut: {
            code: string;
            list: string;
            /** Format: int64 */
            n: number;
            name: {
                [key: string]: string;
            };
        };
        AreasOut: {
            items: components["schemas"]["AreaOut"][];
        };
        AskInBody: {
            activity?: string;
            /** @description of the file */
            name?: string;
            /** Format: int64 */
            people?: number;
            /**
             * @description which of those that every node brings
             * @default feeling-safe
             * @enum {string}
             */
            standard?: "feeling-safe" | "satisfaction";
            /** @description an XLSForm; left out: one that every node brings */
            workbook?: string;
        };
        AskSwapInBody: {
            /** Format: date-time */
            from: string;
            id: string;
            taker: string;
            /** Format: date-time */
            to: string;
            unit: string;
        };
        AssessmentIO: {
            /** @enum {string} */
            likelihood?: "almost_certain" | "likely" | "even_chance" | "unlikely" | "remote";
            reports?: string[];
            text: string;
        };
        AttachmentIO: {
            denies?: boolean;
            origin: components["schemas"]["OriginIO"];
            /** Format: uuid */
            report: string;
            /** @enum {string} */
            tells: "witness" | "hearsay" | "media" | "official";
        };
        AttemptOut: {
            answers: {
                [key: string]: number[] | null;
            };
            /** Format: int64 */
            asked: number;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            id: string;
            passed: boolean;
            /** Format: int64 */
            percent: number;
            /** Format: uuid */
            person: string;
            /** Format: int64 */
            right: number;
            /** Format: date-time */
            taken: string;
            /** @enum {string} */
            test: "pre" | "post";
            topics: {
                [key: string]: components["schemas"]["Share"];
            };
            /** Format: int64 */
            version: number;
        };
        AuditLine: {
            act: string;
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            /** @description why, and what was changed about accounts, units and tokens: nothing that was reported */
            detail: {
                [key: string]: unknown;
            };
            record: string;
            /** Format: int64 */
            seq: number;
            unit?: components["schemas"]["Named"];
        };
        AuditOut: {
            items: components["schemas"]["AuditLine"][];
            next: string | null;
        };
        BackingOut: {
            /** Format: date-time */
            at?: string;
            by?: components["schemas"]["Named"];
            /** @description it says that the thing did not happen */
            denies?: boolean;
            /** @description it may not be opened: nothing is shown but that it is there */
            hidden?: boolean;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description that holds it: this one, or one that it has taken in
             */
            incident: string;
            /** Format: int64 */
            information?: number;
            origin?: components["schemas"]["OriginIO"];
            /**
             * Format: int64
             * @description the credibility that follows from the other sources: a person sets it or doesn't
             */
            proposed?: number;
            report?: components["schemas"]["SummaryOut"];
            /** @description the grade, as it was at the time that is looked at */
            source?: string;
            /** @enum {string} */
            tells?: "witness" | "hearsay" | "media" | "official";
        };
        BacklogOut: {
            /**
             * Format: int64
             * @description of all, also those that ended: deleted within 60 days unless somebody decides otherwise
             */
            leaving: number;
            /** Format: int64 */
            open: number;
            /**
             * Format: int64
             * @description of these, nobody answered in time
             */
            overdue: number;
            /**
             * Format: int64
             * @description the time to answer is nearly over: twelve hours of 72 are left, two days of fourteen
             */
            soon: number;
        };
        BasisOut: {
            /** @description it is another thing now than when the paragraph was drafted */
            changed?: boolean;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "report" | "incident" | "alert" | "response";
            /**
             * Format: uuid
             * @description of a response: what it was about
             */
            of?: string;
            /**
             * @description of a response: which of the two
             * @enum {string}
             */
            on?: "report" | "incident";
        };
        BehindOut: {
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            id: string;
            state: string;
            title: string;
            urgency: string;
        };
        BindInBody: {
            /** @description left out: none */
            activity?: string;
            /** Format: int64 */
            revision?: number;
        };
        BoardOut: {
            /**
             * Format: int64
             * @description open alerts
             */
            alarmed: number;
            /** @description open, the most pressing first */
            alerts: components["schemas"]["AlertOut"][];
            /** Format: date-time */
            at: string;
            /** @description open reports on the map */
            cells: components["schemas"]["CellOut"][];
            /** @description received, the last fourteen days of UTC, the oldest first */
            days: components["schemas"]["DayOut"][];
            /** @description units with overdue reports, the most first */
            late: components["schemas"]["UnitLate"][];
            /**
             * Format: int64
             * @description open reports on the map
             */
            located: number;
            /** @description by urgency, then by state */
            open: components["schemas"]["OpenOut"];
            /** Format: int64 */
            overdue: number;
            /** @description overdue reports, lives at risk first, then what was due first */
            pressing: components["schemas"]["SummaryOut"][];
            /** @description the caller's */
            unit: components["schemas"]["Named"];
            /** @description open, those with lives at risk first */
            units: components["schemas"]["UnitCount"][];
        };
        "BodyID \"json:\\\"idID \"json:\\\"unit\\\"\"; Channel string \"json:\\\"channel\\\" enum:\\\"openrosaApi\\\"\" }Body": {
            /** @enum {string} */
            channel: "openrosa" | "api";
            id?: string;
            name: string;
            unit: string;
        };
        "BodyStruct { Code string \"json:\\\"code\\\" maxLength:\\\"12\\\"\" }Body": {
            code: string;
        };
        "BodyStruct { Language string \"json:\\\"language\\\" enum:\\\"arFrEn\\\"\"; Theme string \"json:\\\"theme\\\" enum:\\\"lightDark\\\"\" }Body": {
            /** @enum {string} */
            language: "ar" | "fr" | "en" | "";
            /** @enum {string} */
            theme: "light" | "dark" | "";
        };
        "BodyStruct { Old string \"json:\\\"old\\\" maxLength:\\\"256\\\"\"; Password string \"json:\\\"password\\\" maxLength:\\\"256\\\"\" }Body": {
            old: string;
            password: string;
        };
        "BodyStruct { Password string \"json:\\\"password\\\" maxLength:\\\"256\\\"\" }Body": {
            password: string;
        };
        "BodyStruct { Role string \"json:\\\"role\\\" maxLength:\\\"40\\\"\" }Body": {
            role: string;
        };
        "BodyStruct { Secret string \"json:\\\"secret\\\"\"; URI string \"json:\\\"uri\\\"\" }Body": {
            secret: string;
            uri: string;
        };
        BroughtOut: {
            /**
             * Format: uuid
             * @description of the warning: received, or the node's own
             */
            id: string;
            new: boolean;
            /** @description it is the node's own, come back: nothing was kept */
            own: boolean;
        };
        BulletinOut: {
            by: components["schemas"]["Named"];
            /**
             * Format: date
             * @description in the network's zone
             */
            day: string;
            /**
             * Format: date-time
             * @description what it says is as of then
             */
            drafted: string;
            /** Format: int64 */
            edition: number;
            /**
             * Format: date-time
             * @description it was withdrawn
             */
            gone?: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description paragraphs
             */
            n: number;
            /**
             * Format: int64
             * @description the edition that took its place
             */
            next?: number;
            /** Format: date-time */
            released?: string;
            releaser?: components["schemas"]["Named"];
            /** @enum {string} */
            state: "draft" | "released" | "superseded" | "withdrawn";
            /** @enum {string} */
            tlp: "green" | "amber" | "amber+strict";
            unit: components["schemas"]["Named"];
            /** @description it was withdrawn, or corrected */
            why?: string;
        };
        BulletinsOut: {
            /** @description the caller may draft one */
            draft: boolean;
            /** @description the latest day first */
            items: components["schemas"]["BulletinOut"][];
            /** Format: date */
            today: string;
        };
        CalendarOut: {
            /** @description whoever has it reads when and where the caller is on duty */
            path: string;
        };
        CallOut: {
            /** @description the first of them is first on duty */
            first: boolean;
            /** @description would be, and work there no more */
            left: components["schemas"]["Named"][];
            /** Format: int64 */
            level: number;
            unit: components["schemas"]["Named"];
            /** @description the first first */
            who: components["schemas"]["Named"][];
            /** @enum {string} */
            why: "raised" | "late" | "nobody" | "left" | "unreached" | "by_hand" | "again" | "handed" | "reopened";
        };
        CandidateOut: {
            /**
             * Format: uuid
             * @description the valid one that this person has
             */
            certificate?: string;
            /** @description children stand there by their given names */
            child: boolean;
            family?: string;
            /** @description proposed for the paper */
            given: string;
            /** Format: uuid */
            person: string;
            /**
             * Format: int64
             * @description sessions
             */
            there: number;
        };
        CellOut: {
            /** @description of a single report */
            id?: string;
            kind?: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
            /** Format: int64 */
            n: number;
            /**
             * Format: int64
             * @description how many of them say that lives are at risk
             */
            now?: number;
            /**
             * @description the most pressing of them
             * @enum {string}
             */
            urgency: "now" | "soon" | "routine";
        };
        CeremonyInBody: {
            answer: unknown;
            name?: string;
            state: string;
        };
        CeremonyOut: {
            options: unknown;
            state: string;
        };
        CertificateOut: {
            by: components["schemas"]["Named"];
            /** @description as it stands on the paper */
            code: string;
            family?: string;
            given: string;
            /** Format: int64 */
            hours: number;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            issued: string;
            note?: string;
            /** Format: uuid */
            person: string;
            /** @enum {string} */
            reason?: "mistake" | "withdrawn" | "misused" | "erased";
            /** Format: date-time */
            revoked?: string;
            /** @enum {string} */
            state: "valid" | "revoked" | "erased";
            title: {
                [key: string]: string;
            };
        };
        CertificatesOut: {
            can: ("issue" | "revoke")[];
            /** @description those on the list, by name */
            candidates: components["schemas"]["CandidateOut"][];
            /** @description of the key that signs */
            fingerprint: string;
            /**
             * Format: int64
             * @description of all sessions together
             */
            hours: number;
            items: components["schemas"]["CertificateOut"][];
            /** @description where anybody checks a certificate */
            page?: string;
            /** Format: int64 */
            sessions: number;
        };
        Change: {
            act: string;
            /** Format: date-time */
            at: string;
            /** @description their name; missing for the network itself */
            by?: string;
            detail?: {
                [key: string]: unknown;
            };
        };
        ChangeOut: {
            /** @description by language */
            after: {
                [key: string]: string;
            };
            /** @description by language */
            before: {
                [key: string]: string;
            };
            label: {
                [key: string]: string;
            };
            path: string;
        };
        CheckedOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description people who were there at one session at least
             */
            marked: number;
        };
        CheckOut: {
            form: unknown;
            problems: components["schemas"]["Problem"][];
            xform_hash?: string;
        };
        Clause: {
            all?: components["schemas"]["Clause"][] | null;
            any?: components["schemas"]["Clause"][] | null;
            channel?: string[] | null;
            count?: components["schemas"]["CountClause"];
            form?: string[] | null;
            hours?: components["schemas"]["HoursClause"];
            kind?: string[] | null;
            language?: string[] | null;
            none?: components["schemas"]["Clause"][] | null;
            place?: components["schemas"]["Ref"][] | null;
            unit?: string[] | null;
            urgency?: string[] | null;
            words?: components["schemas"]["WordsClause"];
        };
        CloseComplaintInBody: {
            /** @enum {string} */
            outcome: "changed" | "measures" | "referred" | "explained" | "unclear" | "noted";
            /** Format: int64 */
            revision?: number;
        };
        ClosedOut: {
            /**
             * Format: int64
             * @description reports that went to the unit above
             */
            moved: number;
            to: components["schemas"]["Named"];
        };
        ComingOut: {
            /**
             * Format: int64
             * @description among them
             */
            children: number;
            /** @description as 2026-11-26 */
            day: string;
            /** Format: int64 */
            people: number;
            /**
             * Format: int64
             * @description among them: adults who asked to stay, five years ago
             */
            stayed: number;
        };
        CommentOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            text: string;
        };
        CommentsOut: {
            items: components["schemas"]["CommentOut"][];
        };
        CompareInBody: {
            grounds?: ("time" | "place" | "people" | "kind" | "word" | "other")[] | null;
            note?: string;
            /**
             * @description undecided takes it back
             * @enum {string}
             */
            verdict: "different" | "undecided";
            /** Format: uuid */
            with: string;
        };
        ComplaintOut: {
            /** @description that it is about, where the caller sees it */
            activity?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "page" | "told";
            /**
             * Format: date-time
             * @description when whoever complained must have had an answer at the latest
             */
            due: string;
            /** Format: date-time */
            ended?: string;
            /**
             * Format: date-time
             * @description of the first answer
             */
            first?: string;
            handler?: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            /** @description accounts that are kept from it */
            kept?: components["schemas"]["Named"][];
            /**
             * @description staff: sealed to safeguarding
             * @enum {string}
             */
            kind: "staff" | "help" | "activity" | "thanks" | "other";
            language: string;
            /**
             * Format: date-time
             * @description when it is deleted, in the last 60 days before that
             */
            leaves?: string;
            /** @enum {string} */
            outcome?: "changed" | "measures" | "referred" | "explained" | "unclear" | "noted";
            overdue: boolean;
            place?: components["schemas"]["PlaceOut"];
            /** @description to whom it may be handed */
            readers?: components["schemas"]["Named"][];
            /** Format: int64 */
            revision: number;
            /** @description the time to answer is nearly over */
            soon: boolean;
            /** @enum {string} */
            state: "waiting" | "answered" | "closed";
            text?: string;
            unit: components["schemas"]["Named"];
            words?: components["schemas"]["WordOut"][];
        };
        ComplaintsOut: {
            /** @description open: by when an answer is due; ended: the latest first; leaving: the first first */
            items: components["schemas"]["ComplaintOut"][];
            /**
             * Format: int64
             * @description of all, also those that ended: deleted within 60 days unless somebody decides otherwise
             */
            leaving: number;
            /** Format: int64 */
            open: number;
            /**
             * Format: int64
             * @description of these, nobody answered in time
             */
            overdue: number;
            /**
             * Format: int64
             * @description the time to answer is nearly over: twelve hours of 72 are left, two days of fourteen
             */
            soon: number;
        };
        ConsentPart: {
            /** @description and the child wants it too */
            assent?: boolean;
            /** Format: date-time */
            readonly at?: string;
            /** @description of a child: a guardian agreed */
            guardian?: boolean;
            /** @enum {string} */
            how: "written" | "spoken" | "mark";
            /** Format: uuid */
            id: string;
            language: string;
            /** @enum {string} */
            scope: "participation" | "photo" | "material" | "refresher";
            /** Format: date-time */
            readonly withdrawn?: string;
        };
        ContactOut: {
            /** @description of a browser, whose push service it is */
            address: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "push" | "sms" | "mail";
            /** Format: uuid */
            id: string;
            verified: boolean;
        };
        ContactsOut: {
            /** @description that this node can send by */
            channels: string[];
            items: components["schemas"]["ContactOut"][];
            /** @description for the browser's subscription */
            push_key?: string;
        };
        ContentIO: {
            /** @enum {string} */
            certainty: "Observed" | "Likely" | "Possible" | "Unlikely" | "Unknown";
            /** @description of an office */
            contact?: string;
            /** @description of events */
            event: string;
            exercise?: boolean;
            /** Format: date-time */
            expires: string;
            /**
             * Format: date-time
             * @description when the danger begins; left out: it is there
             */
            onset?: string;
            /** @description communes at the smallest */
            places?: components["schemas"]["PlaceOut"][];
            /** @enum {string} */
            response?: "Shelter" | "Evacuate" | "Prepare" | "Execute" | "Avoid" | "Monitor" | "Assess" | "AllClear" | "None";
            /** @enum {string} */
            severity: "Extreme" | "Severe" | "Moderate" | "Minor" | "Unknown";
            shape?: components["schemas"]["ShapeIO"];
            /** @description Arabic and French; English if there is one */
            texts: components["schemas"]["TextsIO"];
            /** @enum {string} */
            urgency: "Immediate" | "Expected" | "Future" | "Past" | "Unknown";
        };
        Cookie: {
            Domain: string;
            /** Format: date-time */
            Expires: string;
            HttpOnly: boolean;
            /** Format: int64 */
            MaxAge: number;
            Name: string;
            Partitioned: boolean;
            Path: string;
            Quoted: boolean;
            Raw: string;
            RawExpires: string;
            /** Format: int64 */
            SameSite: number;
            Secure: boolean;
            Unparsed: string[] | null;
            Value: string;
        };
        Corner: {
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        CorrectIn: {
            /** @description path of the question to its answer, such as /data/vehicles[2]/kind; instead of xml */
            answers?: {
                [key: string]: string;
            };
            /** @description id of the form; needed with answers */
            form?: string;
            /** @description of the correction, chosen by the sender */
            id: string;
            language?: string;
            reason: string;
            /** Format: int64 */
            revision?: number;
            version?: string;
            /** @description the submission as docs/protocol/form.md has it; instead of answers */
            xml?: string;
        };
        CorrectionOut: {
            /** @description of one in conflict: what to send to let it hold */
            answers?: {
                [key: string]: string;
            };
            /** Format: date-time */
            at: string;
            /** @description of the desk; a reporter has no name here */
            by?: components["schemas"]["Named"];
            /** @description against the answers that it was written from; in conflict, against those that hold */
            changes: components["schemas"]["ChangeOut"][];
            reason?: string;
            /** Format: int64 */
            seq: number;
            /**
             * @description whether its answers hold, held once or never did, or contradict those that hold
             * @enum {string}
             */
            standing: "holds" | "before" | "conflict";
            /** @description of the form */
            version: string;
        };
        CountClause: {
            /** Format: int64 */
            least: number;
            /** @enum {string} */
            of: "dead" | "injured" | "missing";
        };
        CountsOut: {
            /** Format: int64 */
            checking: number;
            /** Format: int64 */
            closed: number;
            /** Format: int64 */
            needs_answer: number;
            /** Format: int64 */
            new: number;
            /** Format: int64 */
            quarantine: number;
        };
        CourseCard: {
            /** Format: date-time */
            at: string;
            audience: string;
            author: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description of pictures and recordings
             */
            bytes: number;
            can: ("publish" | "withdraw")[];
            /**
             * Format: int64
             * @description bytes of films
             */
            films: number;
            /** Format: int64 */
            hours: number;
            id: string;
            languages: string[];
            /** Format: int64 */
            modules: number;
            /** @description anyone may read it without an account */
            open: boolean;
            /** Format: int64 */
            pages: number;
            /**
             * Format: int64
             * @description per cent of the test after
             */
            pass: number;
            /**
             * Format: int64
             * @description of the test after
             */
            questions: number;
            /**
             * Format: int64
             * @description months until a refresher; 0 for never
             */
            refresh: number;
            /** @enum {string} */
            review: "doctor" | "lawyer" | "none";
            /** @description by whom and when; empty: not yet */
            reviewed: string;
            /** Format: int64 */
            skills: number;
            summary: {
                [key: string]: string;
            };
            title: {
                [key: string]: string;
            };
            unit: components["schemas"]["Named"];
            /** Format: int64 */
            version: number;
            /** @description the newest first */
            versions: number[];
            withdrawn: boolean;
        };
        CourseChecked: {
            /** @description compiled, to be looked at while it is written: with errors as far as it goes */
            course: unknown;
            problems: components["schemas"]["CourseProblem"][];
        };
        CourseList: {
            can: ("publish" | "withdraw")[];
            items: components["schemas"]["CourseCard"][];
            /** @description courses that come with the program and are not published here in this version */
            offered: components["schemas"]["Offered"][];
        };
        CourseOut: {
            /** @enum {string} */
            act: "publish" | "update" | "cancel" | "released" | "refused";
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            word?: string;
        };
        CourseProblem: {
            file: string;
            hint: {
                [key: string]: string;
            };
            key: string;
            /** Format: int64 */
            line?: number;
            message: {
                [key: string]: string;
            };
            /** @enum {string} */
            severity: "error" | "warning";
        };
        CourseSourceOut: {
            files: components["schemas"]["SourceFile"][];
            /** @description names of the files in media/ */
            media: string[];
        };
        CreditMaterialRequest: {
            /** @description as an adult agreed to be called; a child is named by given name and age */
            name?: string;
            /** Format: uuid */
            person: string;
        };
        CreditOut: {
            /** @description now */
            agrees: boolean;
            band?: string;
            child?: boolean;
            /** Format: uuid */
            id: string;
            name?: string;
            /** Format: uuid */
            person: string;
        };
        CreditPerson: {
            /** @description now */
            agrees: boolean;
            name?: string;
            /** Format: uuid */
            person: string;
        };
        DangerOut: {
            name: string;
            text: {
                [key: string]: string;
            };
        };
        DayOut: {
            /** Format: date */
            date: string;
            /** Format: int64 */
            now: number;
            /** Format: int64 */
            routine: number;
            /** Format: int64 */
            soon: number;
        };
        DeadlineOut: {
            /** @description what holds for it */
            held: components["schemas"]["DeadlinesIO"];
            /** @description what the unit has set itself */
            own: components["schemas"]["DeadlinesIO"];
            unit: components["schemas"]["Named"];
        };
        DeadlinesIO: {
            decide: components["schemas"]["TimesIO"];
            /** @description missing: as the unit above; lives at risk know no hours */
            hours?: components["schemas"]["HoursIO"];
            look: components["schemas"]["TimesIO"];
        };
        DeadlinesOut: {
            items: components["schemas"]["DeadlineOut"][];
        };
        DecideInBody: {
            approve: boolean;
            reason: string;
        };
        Deed: {
            /** @description proposed */
            kind?: string;
            /** @description proposed */
            person?: string;
            /** @description a second look once it is closed */
            review?: boolean;
            /** @description to a unit */
            send?: string;
            /** @description to the unit of this kind that answers for the report's place */
            send_desk?: string;
            /** @description proposed */
            urgency?: string;
        };
        DeedsOut: {
            /** Format: int64 */
            left: number;
            /**
             * Format: int64
             * @description proposed and not answered
             */
            open: number;
            /**
             * Format: int64
             * @description a person decided without looking at the proposal
             */
            passed: number;
            /** Format: int64 */
            sent: number;
            /** Format: int64 */
            taken: number;
        };
        DemoAccount: {
            login: string;
            name: string;
            role: string;
            unit: string;
        };
        DemoOut: {
            accounts: components["schemas"]["DemoAccount"][];
        };
        DeviceLine: {
            /**
             * Format: int64
             * @description seconds that its clock is behind, where that is more than ten minutes; negative: ahead
             */
            clock_off?: number;
            /** Format: date-time */
            first: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            seen: string;
        };
        DisclosureOut: {
            /** @description why it was approved or refused */
            answer?: string;
            asker: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            can: ("decide" | "read" | "forget")[];
            /** Format: date-time */
            decided?: string;
            decider?: components["schemas"]["Named"];
            id: string;
            /** Format: int64 */
            reads: number;
            reason: string;
            report: string;
            /** @enum {string} */
            state: "asked" | "approved" | "refused" | "lapsed";
            unit: components["schemas"]["Named"];
        };
        DisclosuresOut: {
            items: components["schemas"]["DisclosureOut"][];
        };
        DraftBulletinRequest: {
            /** Format: date */
            day: string;
        };
        DraftInBody: {
            reports: string[];
        };
        DraftOut: {
            /** @description the most pressing first */
            items: components["schemas"]["ItemOut"][];
        };
        DrawnFrom: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "alert" | "incident";
        };
        EffectIn: {
            came?: string;
            /** @enum {string} */
            effect: "achieved" | "partly" | "none" | "unknown";
            response: string;
        };
        EndAlertInBody: {
            /** @enum {string} */
            outcome: "true" | "false_alarm" | "exercise";
            word?: string;
        };
        EndRoundInBody: {
            /** @enum {string} */
            round: "before" | "after";
        };
        EnrolInBody: {
            enrolled: boolean;
            people: string[] | null;
        };
        EnterAttemptRequest: {
            /** Format: uuid */
            activity: string;
            answers: {
                [key: string]: number[] | null;
            };
            course: string;
            /** Format: uuid */
            person: string;
            /** @enum {string} */
            test: "pre" | "post";
            /** Format: int64 */
            version: number;
        };
        EraseInBody: {
            reason: string;
        };
        EventOut: {
            /** @enum {string} */
            act: "raise" | "join" | "level" | "remind" | "hand" | "acknowledge" | "nag" | "reopen" | "end" | "note" | "clock";
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /** @description who is to answer */
            call?: components["schemas"]["CallOut"];
            /** Format: date-time */
            due?: string;
            end?: string;
            /**
             * Format: int64
             * @description reports that joined
             */
            n?: number;
            word?: string;
        };
        ExampleOut: {
            report: components["schemas"]["SummaryOut"];
            /** @description people did as the rule would have done */
            same: boolean;
            why: string[];
        };
        Exception: {
            deputies?: string[] | null;
            /** Format: date-time */
            from: string;
            primary?: string;
            /** Format: date-time */
            to: string;
            why?: string;
        };
        ExpectedOut: {
            child?: boolean;
            /** @description false: taken off the list after something was said of them */
            enrolled: boolean;
            /** Format: uuid */
            id: string;
            name: string;
            tally: components["schemas"]["TallyOut"];
        };
        FactorsOut: {
            passkeys: components["schemas"]["PasskeyOut"][];
            totp: boolean;
        };
        FatesOut: {
            /**
             * Format: int64
             * @description of an urgency: people found it less pressing
             */
            less?: number;
            /**
             * Format: int64
             * @description nobody has looked at it yet
             */
            open: number;
            /** Format: int64 */
            other: number;
            /**
             * Format: int64
             * @description sent on by the rule itself, which runs already
             */
            own?: number;
            /**
             * Format: int64
             * @description people did as the rule would have done
             */
            same: number;
        };
        Fault: {
            /** @description what others did since the state that the caller saw, the oldest first */
            changes?: components["schemas"]["Change"][] | null;
            fields?: components["schemas"]["Field"][] | null;
            hint?: string;
            key?: string;
            kind: string;
            message: string;
            /** @description what makes the node take the request although it is flooded */
            proof?: components["schemas"]["Proof"];
            /** @description the request's number, where the fault is the node's own: the operator finds its cause by it */
            request?: string;
        };
        FeedbackOut: {
            language: string;
            text: string;
        };
        FeedbackReportRequest: {
            id: string;
            language: string;
            text: string;
        };
        Fence: {
            centre?: components["schemas"]["Corner"];
            corners?: components["schemas"]["Corner"][] | null;
            /** Format: double */
            metres?: number;
        };
        Field: {
            key?: string;
            message: string;
            path: string;
        };
        FigureOut: {
            /** Format: int64 */
            agreed: number;
            /** Format: int64 */
            awaited: number;
            can: string[];
            /** Format: int64 */
            differs: number;
            /** @description of those that differ */
            points: components["schemas"]["PointCounts"];
            /** @description the unit set the share itself */
            set: boolean;
            /**
             * Format: int64
             * @description per cent of closed reports that are looked at again
             */
            share: number;
            unit: components["schemas"]["Named"];
        };
        FiguresOut: {
            items: components["schemas"]["FigureOut"][];
        };
        FileOut: {
            name: string;
            /** Format: int64 */
            size: number;
            type: string;
            url: string;
        };
        FillInBody: {
            /**
             * Format: uuid
             * @description of the answers, so that sending twice is harmless
             */
            id: string;
            /** @enum {string} */
            round: "before" | "after";
            xml: string;
        };
        FindPersonInBody: {
            /** @description those alone who asked to stay and are deleted within 60 days */
            leaving?: boolean;
            /** @description in any spelling, Latin or Arabic */
            name: string;
        };
        FollowUpOut: {
            can: ("task" | "refer" | "respond" | "answer")[];
            /** @description the own one first, then those of incidents that it has taken in */
            lessons: components["schemas"]["LessonOut"][];
            referrals: components["schemas"]["ReferralOut"][];
            responses: components["schemas"]["ResponseOut"][];
            /** @description of feedback to all who reported, as they were sent */
            rounds: components["schemas"]["RoundOut"][];
            tasks: components["schemas"]["TaskOut"][];
        };
        FormFile: {
            ContentType: string;
            Filename: string;
            IsSet: boolean;
            /** Format: int64 */
            Size: number;
        };
        FormOut: {
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            /** @description pictures and recordings that came with it */
            files: components["schemas"]["MediaOut"][];
            hash: string;
            id: string;
            languages: string[];
            /** Format: int64 */
            questions: number;
            title: {
                [key: string]: string;
            };
            version: string;
            withdrawn: boolean;
        };
        FormsOut: {
            items: components["schemas"]["FormOut"][];
        };
        FoundOut: {
            assignee?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            attachments: number;
            channel: string;
            /** Format: int64 */
            dead?: number;
            /**
             * Format: date-time
             * @description null where nothing is awaited of the desk
             */
            due: string | null;
            excerpt?: string;
            form: string;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            information: number | null;
            /** Format: int64 */
            injured?: number;
            kind: string;
            language: string;
            /** Format: double */
            lat: number | null;
            /** Format: double */
            lon: number | null;
            /** Format: int64 */
            missing?: number;
            outcome?: string;
            place?: components["schemas"]["PlaceOut"];
            /**
             * @description the most pressing urgency that a rule proposes and nobody has answered
             * @enum {string}
             */
            proposed?: "now" | "soon" | "routine";
            receipt_tail: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description when it began to wait for what it waits for now
             */
            since: string;
            snippet: string;
            source: string | null;
            /** @enum {string} */
            state: "new" | "checking" | "needs_answer" | "closed" | "quarantine";
            title: string;
            tlp: string;
            unit: components["schemas"]["Named"];
            /** Format: int64 */
            unread: number;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            /** Format: date-time */
            when: string | null;
        };
        FullBulletinOut: {
            by: components["schemas"]["Named"];
            can: ("edit" | "release" | "withdraw")[];
            /**
             * Format: date
             * @description in the network's zone
             */
            day: string;
            /** @description reports received, the last of them on the bulletin's day */
            days: number[];
            /** @description the text just sent stands beside another */
            disputed?: boolean;
            /**
             * Format: date-time
             * @description what it says is as of then
             */
            drafted: string;
            /** Format: int64 */
            edition: number;
            /**
             * Format: date-time
             * @description it was withdrawn
             */
            gone?: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description paragraphs that are gone, because what they stood on was erased
             */
            missing: number;
            /**
             * Format: int64
             * @description paragraphs
             */
            n: number;
            news?: components["schemas"]["NewsOut"][] | null;
            /**
             * Format: int64
             * @description the edition that took its place
             */
            next?: number;
            omitted?: components["schemas"]["OmittedOut"][] | null;
            paragraphs: components["schemas"]["ParagraphOut"][];
            /** Format: date-time */
            released?: string;
            releaser?: components["schemas"]["Named"];
            /** Format: int64 */
            revision: number;
            /** @description by moughataa */
            spots: components["schemas"]["SpotOnMap"][];
            /** @enum {string} */
            state: "draft" | "released" | "superseded" | "withdrawn";
            /** @enum {string} */
            tlp: "green" | "amber" | "amber+strict";
            /** @description units that it was sent to, besides its own and those above */
            to: components["schemas"]["Named"][];
            unit: components["schemas"]["Named"];
            /** @description it was withdrawn, or corrected */
            why?: string;
            /** @description the caller works on it */
            works: boolean;
        };
        Gain: {
            /** Format: double */
            high?: number;
            /** Format: double */
            low?: number;
            /** Format: double */
            mean: number;
            /** Format: double */
            normal?: number;
            /** Format: double */
            normal_high?: number;
            /** Format: double */
            normal_low?: number;
            /** Format: int64 */
            people: number;
            /** Format: double */
            post: number;
            /** Format: double */
            pre: number;
            topic: string;
        };
        GatewaysOut: {
            health: components["schemas"]["HealthOut"][];
            /** @description secrets are hidden; written back as they are, they stay */
            settings: components["schemas"]["Settings"];
        };
        HandoverOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            can: "take"[];
            /** Format: uuid */
            id: string;
            items: components["schemas"]["ItemOut"][];
            remark?: string;
            /** Format: date-time */
            taken?: string;
            taker?: components["schemas"]["Named"];
            text: string;
            unit: components["schemas"]["Named"];
        };
        HandoversOut: {
            /** @description the latest first */
            items: components["schemas"]["HandoverOut"][];
        };
        HandsOut: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
        };
        HarmIO: {
            /** @description the count is a guess */
            about?: boolean;
            /** @enum {string} */
            age: "0-4" | "5-11" | "12-17" | "child" | "18-59" | "60+" | "adult" | "unknown";
            /** Format: int64 */
            count: number;
            /** @enum {string} */
            sex: "female" | "male" | "unknown";
            /** @enum {string} */
            what: "killed" | "injured" | "missing" | "abducted" | "abused" | "detained" | "exploited" | "stranded" | "displaced" | "robbed" | "rescued" | "affected";
        };
        HeadsMonth: {
            month: string;
            reached: components["schemas"]["HeadsOut"];
            trained?: components["schemas"]["HeadsOut"];
        };
        HeadsOut: {
            /** @description it is hidden now, and n is what was shown last */
            hidden?: boolean;
            /**
             * Format: int64
             * @description null where it was never shown
             */
            n: number | null;
            /** @description of whom, as indicators name it: sex=female.band=18-24; empty for everybody */
            who: string;
        };
        HealthOut: {
            /** @enum {string} */
            channel: "push" | "sms" | "mail" | "webhook";
            /** Format: int64 */
            delivered: number;
            /** Format: date-time */
            failed?: string;
            /** @description what it said then */
            fault?: string;
            /**
             * Format: date-time
             * @description for how long the oldest has waited
             */
            since?: string;
            there: boolean;
            /**
             * Format: int64
             * @description of the last day, taken and not reported on
             */
            unheard: number;
            /** Format: int64 */
            waiting: number;
            /**
             * Format: date-time
             * @description the last message that the gateway took
             */
            went?: string;
        };
        HearInBody: {
            language: string;
            /** @description what looks like a person's name is nobody's */
            named?: boolean;
            place?: components["schemas"]["PlaceOut"];
            /** @enum {string} */
            risk: "high" | "middle" | "low";
            since?: string;
            text: string;
        };
        HistoryOut: {
            act: string;
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            detail: {
                [key: string]: unknown;
            };
            /** Format: int64 */
            seq: number;
        };
        HolderPart: {
            family?: string;
            given: string;
            /** Format: uuid */
            person: string;
        };
        Holiday: {
            /** Format: int64 */
            as: number;
            date: string;
            moon?: boolean;
            name?: string;
            yearly?: boolean;
        };
        Hook: {
            id: string;
            name: string;
            secret: string;
            unit: string;
            urgency: string;
            url: string;
        };
        HoursClause: {
            days?: number[] | null;
            from: string;
            to: string;
        };
        HoursIO: {
            days: number[];
            from: string;
            to: string;
        };
        IdeaPart: {
            audience?: string;
            /** @enum {string} */
            kind: "training" | "caravan" | "workshop" | "forum" | "youth_event" | "materials";
            title: string;
            /** @description in words: after the harvest */
            when?: string;
            where?: string;
            why: string;
        };
        IdentifyReferralRequest: {
            reason: string;
        };
        IncidentDraftOut: {
            reports: components["schemas"]["AttachmentIO"][];
            statement: components["schemas"]["StatementIO"];
            tlp: string;
            unit: components["schemas"]["Named"];
            urgency: string;
        };
        IncidentKindOut: {
            /** @description event type / sub-event type */
            acled?: string;
            kind: string;
            /** @description a machine tag */
            misp?: string;
            name: {
                [key: string]: string;
            };
            /** @description types of organised violence that it may be */
            ucdp?: number[] | null;
        };
        IncidentKindsOut: {
            items: components["schemas"]["IncidentKindOut"][];
        };
        IncidentLine: {
            /**
             * Format: int64
             * @description questions that nobody has answered
             */
            asked: number;
            /**
             * Format: int64
             * @description statements that stand beside the one that holds
             */
            conflicts: number;
            /**
             * Format: int64
             * @description sources that say that it did not happen
             */
            denying: number;
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description sources that say so, each on its own word
             */
            independent: number;
            lead?: components["schemas"]["Named"];
            /** Format: date-time */
            opened: string;
            /** @enum {string} */
            outcome?: "confirmed" | "unfounded" | "unresolved" | "handed_over" | "mistaken";
            /**
             * Format: int64
             * @description that the caller may know of
             */
            reports: number;
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            state: "open" | "watched" | "closed";
            statement: components["schemas"]["StatementIO"];
            /** @enum {string} */
            tlp: "clear" | "green" | "amber" | "amber+strict" | "red";
            unit: components["schemas"]["Named"];
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        IncidentOut: {
            /**
             * Format: int64
             * @description questions that nobody has answered
             */
            asked: number;
            /**
             * Format: date-time
             * @description as it was known then; missing: now
             */
            at?: string;
            behind: components["schemas"]["BackingOut"][];
            /** @description statements written at once, of which a person chooses */
            beside: components["schemas"]["StatedOut"][];
            can: string[];
            chain: components["schemas"]["NodeOut"][];
            /**
             * Format: int64
             * @description statements that stand beside the one that holds
             */
            conflicts: number;
            /**
             * Format: int64
             * @description sources that say that it did not happen
             */
            denying: number;
            /** Format: int64 */
            hidden: number;
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description sources that say so, each on its own word
             */
            independent: number;
            /** @description the incident that has taken it in */
            into?: components["schemas"]["PartOut"];
            lead?: components["schemas"]["Named"];
            /** @description reports that the statement names and that are not behind it any more */
            lost: string[];
            /** @description why it is closed, or watched */
            note?: string;
            /** Format: date-time */
            opened: string;
            /** @enum {string} */
            outcome?: "confirmed" | "unfounded" | "unresolved" | "handed_over" | "mistaken";
            /** @description incidents that it has taken in */
            parts: components["schemas"]["PartOut"][];
            questions: components["schemas"]["QuestionOut"][];
            /**
             * Format: int64
             * @description that the caller may know of
             */
            reports: number;
            /** Format: int64 */
            revision: number;
            /**
             * Format: int64
             * @description of the statement: the base of what is written anew
             */
            seq: number;
            sources: components["schemas"]["SourceOut"][];
            /** @enum {string} */
            state: "open" | "watched" | "closed";
            /** Format: date-time */
            stated: string;
            stated_by?: components["schemas"]["Named"];
            statement: components["schemas"]["StatementIO"];
            /** @enum {string} */
            tlp: "clear" | "green" | "amber" | "amber+strict" | "red";
            /**
             * Format: int64
             * @description sources of which nobody has said whose word they repeat
             */
            unclear: number;
            unit: components["schemas"]["Named"];
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        IncidentsOut: {
            /** @description in each state, under the rest of the query */
            counts: components["schemas"]["IncidentsOutCountsStruct"];
            items: components["schemas"]["IncidentLine"][];
            next: string | null;
        };
        IncidentsOutCountsStruct: {
            /** Format: int64 */
            closed: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            watched: number;
        };
        InvitationOut: {
            /** Format: date-time */
            expires: string;
            first: boolean;
            id: string;
            link?: string;
            login: string;
            name: string;
            roles: string[];
            unit: components["schemas"]["Named"];
        };
        InvitationsOut: {
            items: components["schemas"]["InvitationOut"][];
        };
        InviteInBody: {
            id?: string;
            login: string;
            name: string;
            roles: string[] | null;
            unit: string;
        };
        IssuedOut: {
            /** @description those that were issued now: who has one already gets no second */
            items: components["schemas"]["CertificateOut"][];
        };
        IssueInBody: {
            holders: components["schemas"]["HolderPart"][] | null;
            /** Format: int64 */
            hours?: number;
            /** @description the organisation, by language */
            issuer: {
                [key: string]: string;
            };
            signer?: string;
            /** @description the activity's own where it is left out */
            title?: {
                [key: string]: string;
            };
        };
        Item: {
            /** @enum {string} */
            language: "fr" | "ar" | "en";
            text: string;
        };
        ItemIO: {
            /** Format: uuid */
            report?: string;
            /** Format: uuid */
            task?: string;
            /** @enum {string} */
            why: "pressing" | "late" | "unanswered" | "task_late" | "task_open" | "task_awaited";
        };
        ItemOut: {
            /** Format: date-time */
            due?: string;
            /** @description it is still open */
            open: boolean;
            /** Format: uuid */
            report?: string;
            /** Format: uuid */
            task?: string;
            /** @description missing where the caller may not see it, or it is gone */
            title?: string;
            /** @enum {string} */
            why: "pressing" | "late" | "unanswered" | "task_late" | "task_open" | "task_awaited";
        };
        JoinedOut: {
            /**
             * Format: int64
             * @description independent sources of the one that would take the other in, as it is now
             */
            before: number;
            /**
             * Format: int64
             * @description that would be part of it
             */
            incidents: number;
            /** @description as it would be */
            into: components["schemas"]["IncidentLine"];
            /**
             * Format: int64
             * @description reports that are behind both
             */
            shared: number;
            /**
             * Format: int64
             * @description sources of which nobody has said whose word they repeat
             */
            unclear: number;
        };
        JudgedOut: {
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            grounds: string[];
            note?: string;
            /** @enum {string} */
            verdict: "different" | "undecided";
        };
        KeepSheetInBody: {
            marks: components["schemas"]["SaidPart"][] | null;
        };
        KeptOut: {
            /** Format: date-time */
            at: string;
            kept: unknown;
            /** @description its kind: participant, consent, enrolment, mark, attempt, … */
            what: string;
        };
        KindCount: {
            kind: string;
            /** Format: int64 */
            n: number;
        };
        KindOut: {
            form: string;
            kind: string;
            name: {
                [key: string]: string;
            };
        };
        KindsOut: {
            items: components["schemas"]["KindOut"][];
        };
        KitOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /** Format: int64 */
            files: number;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            materials: number;
            unit: components["schemas"]["Named"];
            /** @description who was to have it */
            whom: string;
        };
        KitsOut: {
            /** @description the latest first */
            items: components["schemas"]["KitOut"][];
        };
        KnownPart: {
            /** @enum {string} */
            band: "0-5" | "6-11" | "12-17" | "18-24" | "25-34" | "35-59" | "60+";
            /** @enum {string} */
            community: "host" | "refugee" | "displaced" | "other" | "unsaid";
            /**
             * @description Washington Group short set: a lot of difficulty in one of its six questions at least
             * @enum {string}
             */
            disability: "yes" | "no" | "unsaid";
            /** @description the person asked to be told of refreshers: nothing is deleted after 90 days */
            keep?: boolean;
            language?: string;
            /** @description as the person says it; of a child the given name alone */
            name: string;
            organisation?: string;
            /** @enum {string} */
            role: "participant" | "youth_leader" | "parent" | "teacher" | "police" | "civil_protection" | "health" | "ngo" | "authority" | "other";
            /** @enum {string} */
            sex: "female" | "male" | "other" | "unsaid";
        };
        LeadInBody: {
            account: string | null;
            /** Format: int64 */
            revision?: number;
        };
        LearnedOut: {
            attempts: components["schemas"]["AttemptOut"][];
            can: ("people" | "enter" | "tick")[];
            /** @description taught here, and in which tests were taken or skills shown */
            courses: string[];
            /** @description of the whole test first, then by topic; left out for fewer than ten people where the caller may not see them */
            gains: components["schemas"]["Gain"][];
            skills: components["schemas"]["SeenOut"][];
        };
        LeaveHandoverRequest: {
            items: components["schemas"]["ItemIO"][];
            text: string;
        };
        LessonIn: {
            better?: string;
            well?: string;
        };
        LessonOut: {
            /** Format: date-time */
            at: string;
            better: string;
            by: components["schemas"]["Named"];
            /**
             * Format: uuid
             * @description the report, the incident, or one that it has taken in
             */
            of: string;
            well: string;
        };
        LevelOut: {
            /** @description by which people hear of it; missing: as its urgency says */
            channels?: string[];
            /** Format: int64 */
            minutes: number;
            /** @description whom the watch's ladder names to answer first */
            owner?: components["schemas"]["Named"];
            unit: components["schemas"]["Named"];
        };
        LinkedOut: {
            incident: components["schemas"]["IncidentLine"];
            /** @description it was opened for both */
            started: boolean;
        };
        LinkInBody: {
            /**
             * Format: uuid
             * @description the id of the incident that is opened where there is none yet, chosen by the sender
             */
            fresh: string;
            /** @description mark the incident as closely as the report */
            raise?: boolean;
            /**
             * Format: uuid
             * @description a report, or an incident
             */
            with: string;
        };
        ListOut: {
            /** @description under unit, kind and urgency; missing where more is asked for */
            counts?: components["schemas"]["CountsOut"];
            items: components["schemas"]["SummaryOut"][];
            /** @description there may be a next page where this one is short, or empty */
            next: string | null;
        };
        LoadOut: {
            /**
             * Format: int64
             * @description open, and lives at risk
             */
            now: number;
            /** @description by state */
            open: components["schemas"]["CountsOut"];
            /** Format: int64 */
            overdue: number;
            /** @description who has most first */
            people: components["schemas"]["HandsOut"][];
            unit: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description received in the last seven days of UTC
             */
            week: number;
        };
        LoadsOut: {
            items: components["schemas"]["LoadOut"][];
        };
        LookOut: {
            closer: components["schemas"]["Named"];
            /** Format: date-time */
            drawn: string;
            report: components["schemas"]["SummaryOut"];
            /** @description that asked for it; missing where chance drew it */
            rule?: components["schemas"]["Named"];
        };
        LooksOut: {
            /** @description those that wait longest first */
            items: components["schemas"]["LookOut"][];
            more: boolean;
        };
        MailSettings: {
            from: string;
            host: string;
            password?: string;
            /** Format: int64 */
            port: number;
            security: string;
            user?: string;
        };
        MapOut: {
            cells: components["schemas"]["CellOut"][];
            /** @description of what is in the box */
            newest: components["schemas"]["SummaryOut"][];
            /** @description there is more than was looked through: the newest are shown */
            partial: boolean;
            /** Format: int64 */
            total: number;
        };
        MarkRollInBody: {
            /** Format: uuid */
            person: string;
            /**
             * Format: int64
             * @description of what was seen; 0 for nothing
             */
            seq: number;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent" | "none";
        };
        MarkWordOut: {
            /**
             * Format: date-time
             * @description when the node heard it
             */
            at: string;
            /** @description the account, where it was marked in the console */
            by?: components["schemas"]["Named"];
            /**
             * Format: date-time
             * @description the phone's own time: a claim
             */
            claim?: string;
            /** @description the phone's clock is wrong */
            clock_off?: boolean;
            /** @description whose phone it was given to */
            phone?: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent" | "none";
        };
        MaterialFileIn: {
            alt?: string;
            language?: string;
            name: string;
            people?: string[];
            /** Format: int64 */
            revision?: number;
        };
        MaterialFileOut: {
            /** @description what is seen in a picture */
            alt?: string;
            /** Format: int64 */
            high?: number;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "jpeg" | "png" | "pdf" | "mp3" | "m4a";
            /** @description left out where nothing is read or said in it */
            language?: string;
            name: string;
            /** @description who is named or seen in it: without the consent of each the public does not get it */
            people: components["schemas"]["CreditPerson"][];
            /**
             * Format: int64
             * @description bytes
             */
            size: number;
            /**
             * Format: int64
             * @description of its small picture
             */
            wide?: number;
        };
        MaterialIn: {
            /** @enum {string} */
            kind: "poster" | "story" | "spot" | "lesson";
            /** Format: int64 */
            revision?: number;
            /** @description by language */
            texts: {
                [key: string]: components["schemas"]["MaterialWords"];
            };
        };
        MaterialLine: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            files: number;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "poster" | "story" | "spot" | "lesson";
            /**
             * Format: int64
             * @description of the version being worked on
             */
            number: number;
            /** @description the public reads a version of it */
            out: boolean;
            /** Format: int64 */
            revision: number;
            /**
             * @description of the version being worked on
             * @enum {string}
             */
            state: "draft" | "waiting" | "returned" | "approved" | "published" | "taken";
            /** @description by language */
            titles: {
                [key: string]: string;
            };
            unit: components["schemas"]["Named"];
        };
        MaterialOut: {
            /** @description who handed it in */
            asked?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            can: ("edit" | "handin" | "recall" | "discard" | "erase" | "review" | "publish" | "take" | "restore" | "use")[];
            course: components["schemas"]["MaterialStep"][];
            credits: components["schemas"]["CreditOut"][];
            /** Format: int64 */
            files: number;
            /** @description its files */
            held: components["schemas"]["MaterialFileOut"][];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "poster" | "story" | "spot" | "lesson";
            /**
             * Format: int64
             * @description of the version being worked on
             */
            number: number;
            /** @description the public reads a version of it */
            out: boolean;
            /**
             * Format: int64
             * @description of the version that the public reads, or read last
             */
            public_number?: number;
            /** Format: date-time */
            published?: string;
            /** @description why it was taken back */
            reason?: string;
            remarks?: string;
            reviewer?: components["schemas"]["Named"];
            /** Format: int64 */
            revision: number;
            /**
             * @description of the version being worked on
             * @enum {string}
             */
            state: "draft" | "waiting" | "returned" | "approved" | "published" | "taken";
            /** @description what a reviewer must give back: that of what was read */
            sum: string;
            taken_by?: components["schemas"]["Named"];
            texts: {
                [key: string]: components["schemas"]["MaterialWords"];
            };
            /** @description by language */
            titles: {
                [key: string]: string;
            };
            unit: components["schemas"]["Named"];
        };
        MaterialsOut: {
            /** @description what a review goes through */
            checks: string[];
            /** @description what waits for a review first, then the latest */
            items: components["schemas"]["MaterialLine"][];
            /** @description that materials are made in */
            languages: components["schemas"]["TongueOut"][];
            may: ("make" | "kit")[];
        };
        MaterialStep: {
            /** @enum {string} */
            act: "handin" | "recall" | "return" | "approve" | "publish" | "take" | "restore" | "discard";
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            word?: string;
        };
        MaterialWords: {
            body?: string;
            /** @description in a line or two, for lists */
            summary?: string;
            title: string;
        };
        MediaOut: {
            name: string;
            /** Format: int64 */
            size: number;
            type: string;
        };
        MemberOut: {
            closed: boolean;
            id: string;
            login: string;
            name: string;
            roles: string[];
            unit: components["schemas"]["Named"];
        };
        MembersOut: {
            items: components["schemas"]["MemberOut"][];
        };
        Mentioned: {
            items: components["schemas"]["PersonOption"][];
        };
        MessageOut: {
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            /** @enum {string} */
            from: "desk" | "reporter";
            id: string;
            language: string;
            text: string;
        };
        MineOut: {
            /** @description the caller's calendar can be read by its address */
            calendar: boolean;
            items: components["schemas"]["OwnDutyOut"][];
            swaps: components["schemas"]["SwapOut"][];
        };
        MomentOut: {
            account?: components["schemas"]["Named"];
            /** @enum {string} */
            act: "start" | "amend" | "state" | "close" | "urgency" | "assign" | "mark" | "move" | "ask" | "reply" | "merge" | "unmerge" | "attach" | "judge" | "detach" | "task" | "task_accepted" | "task_done" | "task_declined" | "task_withdrawn" | "referral" | "referral_accepted" | "referral_done" | "referral_declined" | "referral_withdrawn" | "response" | "effect" | "lesson" | "told";
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            denies?: boolean;
            /** @description it is about a report that may not be opened */
            hidden?: boolean;
            origin?: components["schemas"]["OriginIO"];
            /**
             * Format: uuid
             * @description the incident that was taken in, or that took it in
             */
            other?: string;
            outcome?: string;
            report?: components["schemas"]["TitledOut"];
            /**
             * Format: int64
             * @description 0 for what was asked and done about it
             */
            seq: number;
            state?: string;
            tells?: string;
            /** @description a note, a question, an answer, why a report was taken out, a title, what was asked or done, how many were told */
            text?: string;
            tlp?: string;
            unit?: components["schemas"]["Named"];
            urgency?: string;
        };
        MomentsOut: {
            /** @description the oldest first */
            items: components["schemas"]["MomentOut"][];
            /** @description the statements that it has had, the oldest first */
            versions: components["schemas"]["StatedOut"][];
        };
        MoveInBody: {
            /** Format: int64 */
            revision?: number;
            /** Format: uuid */
            unit: string;
        };
        MuteOut: {
            /** @description the last that they sent */
            report: components["schemas"]["SummaryOut"];
            /** @enum {string} */
            why: "no_receipt" | "held" | "not_yours" | "no_text";
        };
        Named: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        NewcomerIn: {
            /** @enum {string} */
            band: "0-5" | "6-11" | "12-17" | "18-24" | "25-34" | "35-59" | "60+";
            /** @enum {string} */
            community: "host" | "refugee" | "displaced" | "other" | "unsaid";
            /**
             * Format: uuid
             * @description chosen by the phone
             */
            id: string;
            /** @description of a child the given name alone */
            name: string;
            /** @enum {string} */
            sex: "female" | "male" | "other" | "unsaid";
        };
        NewsOut: {
            section: string;
            texts: {
                [key: string]: string;
            };
        };
        NewTaskIn: {
            /** Format: date-time */
            due: string;
            id: string;
            text: string;
            to: string;
            /**
             * @description that of what it is about, where it is left out
             * @enum {string}
             */
            urgency?: "now" | "soon" | "routine";
        };
        NodeOut: {
            /** @description a report that is not among them */
            absent?: boolean;
            hidden?: boolean;
            key: string;
            /** @description of an outside source */
            name?: string;
            /** @description whose word it repeats */
            parent?: string;
            /** Format: uuid */
            report?: string;
        };
        NoteAlertInBody: {
            /** @description chosen by the caller: sent twice, kept once */
            id: string;
            word: string;
        };
        NoticeOut: {
            /**
             * @description missing: there is no way to them
             * @enum {string}
             */
            channel?: "push" | "sms" | "mail" | "webhook" | "";
            failure?: string;
            /** Format: date-time */
            queued: string;
            /** Format: date-time */
            sent?: string;
            /** Format: date-time */
            settled?: string;
            /** @enum {string} */
            state: "waiting" | "sent" | "delivered" | "failed" | "withdrawn";
            /** @description as it was sent */
            text?: string;
            to: components["schemas"]["Named"];
            why: string;
        };
        NumbersOut: {
            /** Format: int64 */
            activities: number;
            /**
             * Format: date-time
             * @description when these numbers were made; missing where there are none yet
             */
            at?: string;
            attendance?: components["schemas"]["ShareOut"];
            /**
             * Format: int64
             * @description hundredths of the currency
             */
            cost?: number;
            /**
             * Format: int64
             * @description of each person reached, alike
             */
            cost_each?: number;
            currency: string;
            /** Format: int64 */
            edition: number;
            gain?: components["schemas"]["ShareOut"];
            kinds: string[];
            months: components["schemas"]["HeadsMonth"][];
            places: components["schemas"]["PlaceOut"][];
            reached: components["schemas"]["HeadsOut"][];
            /** @description the caller may have them made anew */
            renew: boolean;
            satisfaction?: components["schemas"]["ShareOut"];
            trained: components["schemas"]["HeadsOut"][];
            years: string[];
        };
        Offered: {
            id: string;
            review: string;
            summary: {
                [key: string]: string;
            };
            title: {
                [key: string]: string;
            };
            /** Format: int64 */
            version: number;
        };
        OmittedOut: {
            /**
             * Format: uuid
             * @description missing: several
             */
            id?: string;
            /** @enum {string} */
            kind?: "report" | "incident" | "alert" | "response";
            /** Format: int64 */
            n: number;
            /** @enum {string} */
            reason: "red" | "grade" | "ungraded" | "words" | "conflict" | "mistaken" | "unfounded" | "exercise" | "more";
        };
        OnDutiesOut: {
            items: components["schemas"]["OnDutyOut"][];
        };
        OnDutyOut: {
            /** @description the next within a week in which nobody is on duty */
            gap?: components["schemas"]["StretchOut"];
            now: components["schemas"]["StretchOut"];
            /** @description else everybody of the unit is on duty */
            planned: boolean;
            unit: components["schemas"]["Named"];
        };
        OnMaterialInBody: {
            /** Format: int64 */
            revision?: number;
            word?: string;
        };
        "OnPersonInID \"json:\\\"asOmitzero\\\" doc:\\\"left out: it is taken back\\\"\" }Body": {
            /** @description left out: it is taken back */
            as?: string;
        };
        "OnPersonInID \"json:\\\"consent\\\"\" }Body": {
            consent: string;
        };
        "OnPersonInID \"json:\\\"from\\\"\"; Are bool \"json:\\\"are\\\"\" }Body": {
            are: boolean;
            from: string;
        };
        OnWarningInBody: {
            /** Format: int64 */
            revision?: number;
            word?: string;
        };
        OpenedOut: {
            /** Format: date-time */
            at: string;
            can: ("open" | "edit" | "merge" | "consent" | "erase")[];
            child: boolean;
            consents: components["schemas"]["ConsentPart"][];
            /** Format: uuid */
            id: string;
            known: components["schemas"]["KnownPart"];
            /**
             * Format: date-time
             * @description of who asked to stay: when they are deleted, in the last 60 days before that, to whoever may decide otherwise
             */
            leaves?: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: uuid
             * @description the same person, under whom this one is counted
             */
            same?: string;
            /**
             * Format: double
             * @description how alike the names are, where that was asked
             */
            score?: number;
            unit: components["schemas"]["Named"];
        };
        OpenOut: {
            now: components["schemas"]["CountsOut"];
            routine: components["schemas"]["CountsOut"];
            soon: components["schemas"]["CountsOut"];
        };
        OpenPassInBody: {
            /**
             * Format: uuid
             * @description chosen by whoever asks
             */
            id: string;
            /** @description whose phone it is */
            name: string;
            /** @description left out: every session, also those planned later */
            sessions?: string[] | null;
            /** @description tests are taken with it too: of the courses that the plan says are taught */
            tests?: boolean;
        };
        OpenSessionOut: {
            /** @description the session that asks */
            here: boolean;
            /** @description password, password and code, passkey, invitation, demo */
            how: string;
            /** Format: date-time */
            made: string;
            /** Format: date-time */
            seen: string;
        };
        OpenSessionsOut: {
            items: components["schemas"]["OpenSessionOut"][];
        };
        OrderInBody: {
            order: string[];
        };
        OriginIO: {
            /** @enum {string} */
            kind: "own" | "report" | "outside" | "unknown";
            /** @description of an outside source: a radio, a message of a day */
            name?: string;
            /**
             * Format: uuid
             * @description another one of the incident
             */
            report?: string;
        };
        OutsideAlert: {
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            number: number;
            state: string;
            unit: components["schemas"]["Named"];
        };
        OutsideListOut: {
            items: components["schemas"]["OutsideOut"][];
            /** @description who is known by a certificate */
            senders: components["schemas"]["SenderOut"][];
        };
        OutsideOut: {
            /** @description that it raised, as far as the caller may know; of one warning alone */
            alerts?: components["schemas"]["OutsideAlert"][];
            /** @description of one warning alone */
            areas?: components["schemas"]["ShapeIO"][];
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            certainty: string;
            /** @description the message that took its place, or took it back */
            ended?: string;
            /** Format: date-time */
            expires?: string;
            /** @description as it came; of one warning alone */
            file?: string;
            fingerprint?: string;
            /** @description whom the certificate names: its own word */
            holder?: string;
            /** Format: uuid */
            id: string;
            identifier: string;
            /** @enum {string} */
            kind: "Alert" | "Update" | "Cancel";
            /** @description by which name the sender is known here: its signature is sound, and by the certificate that somebody checked */
            known?: string;
            /** Format: date-time */
            onset?: string;
            /** @enum {string} */
            scope: "Public" | "Restricted" | "Private";
            /**
             * @description what its signature is worth; sound alone does not say whose it is
             * @enum {string}
             */
            seal: "unsigned" | "sound" | "broken" | "unread" | "expired";
            sender: string;
            /** Format: date-time */
            sent: string;
            severity: string;
            /** @enum {string} */
            state: "holds" | "expired" | "cancelled";
            /** @enum {string} */
            status: "Actual" | "Exercise" | "System" | "Test" | "Draft";
            texts: components["schemas"]["OutsideText"][];
            title: string;
            /** @description that brought it in */
            unit: components["schemas"]["Named"];
            urgency: string;
        };
        OutsideText: {
            area?: string;
            contact?: string;
            description?: string;
            event?: string;
            headline?: string;
            instruction?: string;
            language: string;
            sender_name?: string;
            web?: string;
        };
        OverviewOut: {
            /** @description received, the last fourteen days of UTC, the oldest first */
            days: components["schemas"]["DayOut"][];
            /** @description open, the most first */
            kinds: components["schemas"]["KindCount"][];
            /**
             * Format: int64
             * @description open, worked on by the caller
             */
            mine: number;
            /** @description by urgency, then by state */
            open: components["schemas"]["OpenOut"];
            /** Format: int64 */
            overdue: number;
            /** @description open, those with lives at risk first */
            units: components["schemas"]["UnitCount"][];
        };
        OwnCalendarOut: {
            /**
             * Format: date-time
             * @description when the address of one's own was made; missing where there is none
             */
            made?: string;
            /** @description of one's own: told once, when it is made */
            path?: string;
            /** @description path of the calendar that anybody may read */
            public: string;
        };
        OwnDutyOut: {
            first: boolean;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            unit: components["schemas"]["Named"];
        };
        OwnOut: {
            kept: components["schemas"]["KeptOut"][] | null;
            person: string;
        };
        PageOut: {
            /** @description somebody read it back */
            checked?: components["schemas"]["CheckedOut"];
            /** Format: int64 */
            number: number;
        };
        ParagraphOut: {
            basis?: components["schemas"]["BasisOut"][] | null;
            /** @description how it would be drafted now, where that has changed */
            fresh?: {
                [key: string]: string;
            };
            /** @description a person added it */
            hand?: boolean;
            /** Format: uuid */
            id: string;
            /** @description of what is behind it now, to answer with */
            mark?: string;
            /** @description a person has left it out */
            out?: boolean;
            /** @enum {string} */
            section: "incidents" | "reports" | "alerts" | "trends" | "done" | "late" | "questions" | "remarks";
            /**
             * @description how it stands to what is behind it
             * @enum {string}
             */
            status?: "same" | "changed" | "gone";
            /** @description by language: ar, fr, en */
            texts: {
                [key: string]: components["schemas"]["WrittenOut"];
            };
            tlp: string;
            /** @description it is left out */
            why?: string;
        };
        PartOut: {
            /** Format: uuid */
            id: string;
            statement?: components["schemas"]["StatementIO"];
        };
        PassesOut: {
            /** @description taught here */
            courses: string[];
            /** @description of these the ones whose tests are taken on phones */
            examined: string[];
            items: components["schemas"]["PassOut"][];
        };
        PasskeyOut: {
            id: string;
            /** Format: date-time */
            made: string;
            name: string;
        };
        PassOut: {
            by: components["schemas"]["Named"];
            devices: components["schemas"]["DeviceLine"][];
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            made: string;
            name: string;
            /** Format: date-time */
            revoked?: string;
            /** @description once, when it is made: it belongs behind the # of /roll/ */
            secret?: string;
            /** @description left out: every session */
            sessions?: string[] | null;
            /** @description are taken with it too */
            tests?: boolean;
            /**
             * Format: date-time
             * @description the last moment at which it shows names; left out where whoever made it may not any more
             */
            until?: string;
        };
        PendingOut: {
            /** @enum {string} */
            act: "publish" | "update" | "cancel";
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            content: components["schemas"]["ContentIO"];
            /** @description what a release must give back: that of the text that was read */
            sum: string;
            word?: string;
        };
        PersonIO: {
            name?: string;
            /** @description what helpers must know */
            note?: string;
            phone?: string;
            /** @description where the person is found */
            place?: string;
        };
        PersonOption: {
            band?: string;
            child?: boolean;
            /** Format: uuid */
            id: string;
            name: string;
        };
        PersonOut: {
            /** Format: date-time */
            at: string;
            can: ("open" | "edit" | "merge" | "consent" | "erase")[];
            child: boolean;
            /** Format: uuid */
            id: string;
            known: components["schemas"]["KnownPart"];
            /**
             * Format: date-time
             * @description of who asked to stay: when they are deleted, in the last 60 days before that, to whoever may decide otherwise
             */
            leaves?: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: uuid
             * @description the same person, under whom this one is counted
             */
            same?: string;
            /**
             * Format: double
             * @description how alike the names are, where that was asked
             */
            score?: number;
            unit: components["schemas"]["Named"];
        };
        PersonsOut: {
            items: components["schemas"]["PersonOut"][];
            /** @description there are more than a list shows */
            more: boolean;
        };
        PersonWhyIn: {
            reason: string;
        };
        PhoneMarkIn: {
            /** @description the phone's own time */
            at: string;
            /**
             * Format: int64
             * @description the phone's own count of what it said: each is taken once
             */
            n: number;
            /** Format: uuid */
            person: string;
            /**
             * Format: int64
             * @description the seq of what the phone knew of
             */
            saw: number;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent" | "none";
        };
        PhonePerson: {
            /** @description what the person's QR card says */
            card?: string;
            /** Format: uuid */
            id: string;
            name: string;
        };
        PhoneRoll: {
            /** Format: uuid */
            activity: string;
            people: components["schemas"]["PhonePerson"][];
            sessions: components["schemas"]["PhoneSpan"][];
            stands: components["schemas"]["PhoneStand"][];
            /** @description are taken with this pass: /roll/tests tells which */
            tests?: boolean;
            title: string;
            /** Format: date-time */
            until: string;
        };
        PhoneSpan: {
            /** Format: date-time */
            end: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            start: string;
            title: string;
        };
        PhoneStand: {
            conflict?: boolean;
            /** Format: uuid */
            person: string;
            /** Format: int64 */
            seq: number;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent" | "none";
        };
        PlaceIO: {
            code: string;
            list: string;
            readonly name?: string;
        };
        PlaceLine: {
            code: string;
            /** Format: double */
            lat: number | null;
            level: string;
            list: string;
            /** Format: double */
            lon: number | null;
            name: {
                [key: string]: string;
            };
            parent?: string;
        };
        PlaceOut: {
            code: string;
            list: string;
            name: string;
        };
        PlaceRef: {
            code: string;
            list: string;
        };
        PlacesOut: {
            items: components["schemas"]["PlaceLine"][];
        };
        PlaceWhole: {
            /** @description other spellings */
            also: string[];
            /** @description the same place in older lists */
            older: components["schemas"]["Ref"][];
            /** @description those that it lies in, up to its country */
            path: components["schemas"]["PlaceLine"][];
        };
        Plan: {
            exceptions?: components["schemas"]["Exception"][] | null;
            holidays?: components["schemas"]["Holiday"][] | null;
            shifts?: components["schemas"]["Shift"][] | null;
        };
        PlanPart: {
            audience?: string;
            /**
             * Format: int64
             * @description hundredths of MRU
             */
            budget?: number;
            /** @description children come: two vetted adults are needed */
            children?: boolean;
            /**
             * Format: int64
             * @description what it came to, alike
             */
            cost?: number;
            /** @description ids of the courses that are taught */
            courses?: string[] | null;
            /** Format: int64 */
            expected?: number;
            /** @enum {string} */
            kind: "training" | "caravan" | "workshop" | "forum" | "youth_event" | "materials";
            languages?: string[] | null;
            /** @description of the budget */
            line?: string;
            no_harm?: string;
            partners?: string[] | null;
            place?: components["schemas"]["PlaceOut"];
            /** @description anybody may know when and where */
            public?: boolean;
            risks?: string;
            sessions?: components["schemas"]["SessionPart"][] | null;
            /** @description the school, the square */
            spot?: string;
            /** @description of a caravan */
            stops?: components["schemas"]["StopPart"][] | null;
            summary?: {
                [key: string]: string;
            };
            /** @description accounts that see it beside the trainers */
            team?: string[] | null;
            title: {
                [key: string]: string;
            };
            trainers?: components["schemas"]["TrainerOut"][] | null;
        };
        Point: {
            /** Format: double */
            accuracy?: number;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        PointCounts: {
            /** Format: int64 */
            answer: number;
            /** Format: int64 */
            grade: number;
            /** Format: int64 */
            kind: number;
            /** Format: int64 */
            missed: number;
            /** Format: int64 */
            outcome: number;
            /** Format: int64 */
            urgency: number;
        };
        PointIO: {
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        PrintSheetInBody: {
            /** @enum {string} */
            language: "ar" | "fr" | "en";
            sessions: string[] | null;
        };
        Problem: {
            cell?: string;
            column?: string;
            hint: {
                [key: string]: string;
            };
            key: string;
            message: {
                [key: string]: string;
            };
            /** Format: int64 */
            row?: number;
            severity: string;
            sheet?: string;
        };
        Proof: {
            /** Format: int64 */
            bits: number;
            challenge: string;
        };
        ProposalOut: {
            /** Format: date-time */
            answered?: string;
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            idea: "urgency" | "kind" | "person" | "review" | "halt";
            /** @description of the value, in the caller's language */
            name?: string;
            rule: components["schemas"]["Named"];
            /** @enum {string} */
            standing: "open" | "taken" | "left" | "passed";
            /** @description an urgency, a kind, an account's or a unit's id */
            value?: string;
            /** @description the words that the report speaks of; of a halt: back or ring */
            why: string[];
        };
        ProposeIn: {
            /** @description the alert or the incident that it is drawn from */
            about?: string;
            content: components["schemas"]["ContentIO"];
            /** Format: int64 */
            revision?: number;
            /** @description for the second person */
            word?: string;
        };
        PushSettings: {
            contact: string;
            key?: string;
        };
        PutActivityInBody: {
            plan: components["schemas"]["PlanPart"];
            /** Format: int64 */
            revision?: number;
            unit: string;
        };
        PutDutyInBody: {
            plan: components["schemas"]["Plan"];
            /** Format: int64 */
            revision: number;
        };
        PutPersonInBody: {
            known: components["schemas"]["KnownPart"];
            /** Format: int64 */
            revision?: number;
            unit: string;
        };
        PutRuleInBody: {
            name: string;
            /** Format: int64 */
            revision?: number;
            /** @description no later rule looks at the report where this one was met */
            stop?: boolean;
            then: components["schemas"]["Deed"][];
            unit: string;
            when: components["schemas"]["Clause"];
        };
        PutUnitInBody: {
            code: string;
            kind: string;
            name: {
                [key: string]: string;
            };
            parent: string;
            place_code?: string;
            place_list?: string;
        };
        PutUseRequest: {
            /**
             * Format: uuid
             * @description at which it was used
             */
            activity?: string;
            /** Format: date-time */
            day: string;
            language?: string;
            /**
             * Format: int64
             * @description who saw or heard it
             */
            people: number;
            /**
             * Format: int64
             * @description copies
             */
            printed: number;
            /** Format: int64 */
            revision?: number;
            /** @description what people said; nobody's name */
            said?: string;
            /** @description the village, the school, the market, the radio */
            spot: string;
        };
        PutWatchInBody: {
            /**
             * Format: int64
             * @description hours for which a report joins the alert before it; 0: twelve
             */
            join?: number;
            /** @description missing: up the tree of units, in the times of its urgency */
            ladder?: components["schemas"]["Step"][];
            /** @description in Arabic, French and English */
            name: {
                [key: string]: string;
            };
            /** @description hours in which what is not urgent waits */
            quiet?: components["schemas"]["Quiet"];
            /**
             * Format: int64
             * @description that the caller saw; 0: it is not there yet
             */
            revision: number;
            rule: components["schemas"]["Rule"];
            unit: string;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        QuestionOut: {
            answer?: string;
            /** Format: date-time */
            answered?: string;
            answerer?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            incident: string;
            text: string;
        };
        Quiet: {
            from: string;
            to: string;
        };
        RaiseInBody: {
            exercise?: boolean;
            /** @description chosen by the caller: sent twice, raised once */
            id: string;
            kind?: string;
            place?: components["schemas"]["PlaceRef"];
            report?: string;
            unit: string;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            word: string;
        };
        ReadAnswer: {
            /** @description sure enough to be believed at a glance */
            certain: boolean;
            /**
             * @description none: no oval is filled
             * @enum {string}
             */
            state: "present" | "late" | "partial" | "none";
            /**
             * Format: double
             * @description 0 a guess to 1 certain
             */
            sure: number;
        };
        ReadContactsInBody: {
            reason: string;
        };
        ReadingOut: {
            /** @description this page was checked before */
            again: boolean;
            /** Format: int64 */
            page: number;
            /** @description how people of the page stand already, by what others said */
            roll: components["schemas"]["RollStateNote"][];
            rows: components["schemas"]["ReadRow"][];
            sessions: components["schemas"]["ReadSession"][];
            /** Format: uuid */
            sheet: string;
        };
        ReadRow: {
            /** @description one for each session, in their order */
            answers: components["schemas"]["ReadAnswer"][];
            /** @description empty for somebody who was deleted since */
            name?: string;
            /** Format: uuid */
            person: string;
            /** @description JPEG of the row alone */
            picture: string;
        };
        ReadSession: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            start: string;
            title?: string;
        };
        ReasonInBody: {
            reason: string;
        };
        ReasonOut: {
            /** @description it speaks against it */
            against?: boolean;
            code: string;
            /** @description in the caller's language */
            text: string;
        };
        ReceiptOut: {
            /** @description for whoever complained: it leads to the answer */
            receipt: string;
        };
        Ref: {
            code: string;
            list: string;
        };
        ReferIn: {
            id: string;
            /** @enum {string} */
            need: "child" | "victim" | "wounded" | "shelter";
            person: components["schemas"]["PersonIO"];
            /** @description what help is needed; refused where it names the person */
            text: string;
            /** @description a unit that helps: health, an association, civil protection */
            to: string;
        };
        ReferralOut: {
            answer?: string;
            /** Format: date-time */
            asked: string;
            asker: components["schemas"]["Named"];
            assignee?: components["schemas"]["Named"];
            can: ("accept" | "decline" | "finish" | "identify" | "withdraw")[];
            /** Format: date-time */
            ended?: string;
            from: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            incident?: components["schemas"]["PartOut"];
            /** @enum {string} */
            need: "child" | "victim" | "wounded" | "shelter";
            pseudonym: string;
            /**
             * Format: int64
             * @description how often the service read who it is
             */
            reads: number;
            report?: components["schemas"]["AboutOut"];
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            state: "asked" | "accepted" | "done" | "declined" | "withdrawn";
            /** Format: date-time */
            taken?: string;
            text: string;
            to: components["schemas"]["Named"];
        };
        ReferralsOut: {
            items: components["schemas"]["ReferralOut"][];
        };
        RefreshedOut: {
            /** Format: date-time */
            due: string;
            name: string;
            /** Format: date-time */
            passed: string;
            /** Format: uuid */
            person: string;
        };
        RefreshersOut: {
            /** @description the longest due first */
            items: components["schemas"]["RefreshedOut"][];
            /** @description of the next page */
            next?: string;
            /**
             * Format: int64
             * @description at most 500
             */
            overdue: number;
            /**
             * Format: int64
             * @description at most 500
             */
            soon: number;
        };
        RefusedTest: {
            hint: string;
            /** Format: uuid */
            id: string;
            message: string;
        };
        ReleaseInBody: {
            /** @description of what waits, as it was read */
            sum: string;
        };
        RenewInBody: {
            reason: string;
            /** Format: int64 */
            revision?: number;
        };
        ReplyInBody: {
            reply: components["schemas"]["ReplyIO"];
            /** Format: int64 */
            revision?: number;
        };
        ReplyIO: {
            ar: components["schemas"]["ReplyWordsIO"];
            en: components["schemas"]["ReplyWordsIO"];
            fr: components["schemas"]["ReplyWordsIO"];
        };
        ReplyWordsIO: {
            headline: string;
            text: string;
        };
        ReporterOut: {
            /** @description of the operator who entered it */
            account?: components["schemas"]["Named"];
            device?: string;
            phone?: string;
            /** @description under which the device sends */
            token?: components["schemas"]["Named"];
        };
        ReportOut: {
            answers: components["schemas"]["AnswerOut"][];
            assignee?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            attachments: number;
            can: string[];
            channel: string;
            /** @description the corrections that contradict the answers */
            conflicts: number[];
            /** @description what was put right, the oldest first */
            corrections: components["schemas"]["CorrectionOut"][];
            /** Format: int64 */
            dead?: number;
            /**
             * Format: date-time
             * @description null where nothing is awaited of the desk
             */
            due: string | null;
            excerpt?: string;
            files: components["schemas"]["FileOut"][];
            form: string;
            history: components["schemas"]["HistoryOut"][];
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            information: number | null;
            /** Format: int64 */
            injured?: number;
            kind: string;
            language: string;
            /** Format: double */
            lat: number | null;
            /** Format: double */
            lon: number | null;
            messages: components["schemas"]["MessageOut"][];
            /** Format: int64 */
            missing?: number;
            outcome?: string;
            place?: components["schemas"]["PlaceOut"];
            point?: components["schemas"]["Point"];
            problems: string[];
            /** @description of rules, the oldest first */
            proposals: components["schemas"]["ProposalOut"][];
            /**
             * @description the most pressing urgency that a rule proposes and nobody has answered
             * @enum {string}
             */
            proposed?: "now" | "soon" | "routine";
            receipt_tail: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description when it began to wait for what it waits for now
             */
            since: string;
            source: string | null;
            /** Format: int64 */
            source_count?: number;
            source_ref: string;
            /** @enum {string} */
            state: "new" | "checking" | "needs_answer" | "closed" | "quarantine";
            title: string;
            tlp: string;
            unit: components["schemas"]["Named"];
            /** Format: int64 */
            unread: number;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            version: string;
            /** Format: date-time */
            when: string | null;
        };
        RespondIn: {
            came?: string;
            /**
             * Format: uuid
             * @description one's own unit, where it is left out
             */
            doer?: string;
            /** @enum {string} */
            effect?: "achieved" | "partly" | "none" | "unknown";
            id: string;
            /** @enum {string} */
            kind: "patrol" | "search" | "rescue" | "care" | "protection" | "mediation" | "warning" | "aid" | "operation" | "other";
            text: string;
            /** Format: date-time */
            when: string;
        };
        ResponseOut: {
            /** Format: date-time */
            at: string;
            /** @description who wrote it down */
            by: components["schemas"]["Named"];
            /** @description what came of it */
            came?: string;
            /** @description the unit that did it */
            doer: components["schemas"]["Named"];
            /** @enum {string} */
            effect?: "achieved" | "partly" | "none" | "unknown";
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description it was done about: the one asked for, or one that it has taken in
             */
            incident?: string;
            /** @enum {string} */
            kind: "patrol" | "search" | "rescue" | "care" | "protection" | "mediation" | "warning" | "aid" | "operation" | "other";
            /**
             * Format: date-time
             * @description when that was said, where it was later
             */
            said?: string;
            text: string;
            /** Format: date-time */
            when: string;
        };
        ResponseTimesOut: {
            all: components["schemas"]["TimesOut"];
            from: string;
            levels: components["schemas"]["TimesOut"][];
            to: string;
            units: components["schemas"]["TimesOut"][];
        };
        ResultsOut: {
            groups: components["schemas"]["SurveyGroupOut"][];
            questions: components["schemas"]["SurveyQuestionOut"][];
        };
        RetentionOut: {
            coming: components["schemas"]["ComingOut"][];
            /**
             * Format: int64
             * @description after the last activity that somebody took part in
             */
            days: number;
        };
        ReviewMaterialInBody: {
            checks?: string[];
            remarks?: string;
            /** @description of what waits, as it was read */
            sum: string;
        };
        RevisionIn: {
            /** Format: int64 */
            revision?: number;
        };
        RevokeInBody: {
            /** @description for the unit: the public reads the reason alone */
            note?: string;
            /** @enum {string} */
            reason: "mistake" | "withdrawn" | "misused";
        };
        RollOut: {
            can: ("enrol" | "mark" | "pass")[];
            people: components["schemas"]["ExpectedOut"][];
            sessions: components["schemas"]["SessionPart"][];
            stands: components["schemas"]["StandOut"][];
            tallies: components["schemas"]["SessionTallyOut"][];
        };
        RollStateNote: {
            /** Format: uuid */
            person: string;
            /** Format: int64 */
            seq: number;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent" | "none";
        };
        RosterOut: {
            /** @description the caller may change the plan */
            edit: boolean;
            /** @description who could answer the unit's alerts */
            people: components["schemas"]["Named"][];
            plan: components["schemas"]["Plan"];
            planned: boolean;
            /** Format: int64 */
            revision: number;
            stretches: components["schemas"]["StretchOut"][];
            swaps: components["schemas"]["SwapOut"][];
            unit: components["schemas"]["Named"];
            /** @description of the plan's hours */
            zone: string;
        };
        RoundOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description how many
             */
            told: number;
        };
        Rule: {
            /** Format: int64 */
            count?: number;
            fence?: components["schemas"]["Fence"];
            /** Format: int64 */
            hours?: number;
            kinds?: string[] | null;
            look: string;
            places?: components["schemas"]["PlaceRef"][] | null;
            senders?: boolean;
            together?: boolean;
            units?: string[] | null;
            urgency?: string;
            words?: string[] | null;
        };
        RuleHistoryOut: {
            /** @description the oldest first */
            steps: components["schemas"]["StepOut"][];
            versions: components["schemas"]["VersionOut"][];
        };
        RuleOut: {
            agreed?: components["schemas"]["StepOut"];
            /** @description the trial met more than half: a second person must agree */
            broad: boolean;
            can: string[];
            /** @description of the last 30 days, of reports that the caller may see */
            deeds: components["schemas"]["DeedsOut"];
            edited: components["schemas"]["StepOut"];
            /** Format: uuid */
            id: string;
            /** @description what runs; missing where nothing does */
            live?: components["schemas"]["VersionOut"];
            name: string;
            /** Format: int64 */
            revision: number;
            sentence: string;
            /** @description no later rule looks at the report where this one was met */
            stop?: boolean;
            switched?: components["schemas"]["StepOut"];
            then: components["schemas"]["Deed"][];
            trial?: components["schemas"]["StepOut"];
            /** @description as it was written last, and lately */
            tried: boolean;
            unit: components["schemas"]["Named"];
            /** Format: int64 */
            version: number;
            when: components["schemas"]["Clause"];
        };
        RulesOut: {
            /** @description each unit's in its order */
            items: components["schemas"]["RuleOut"][];
        };
        RumourOut: {
            /** @description that it is about, where the caller sees it */
            activity?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            can: ("hear" | "answer" | "check" | "spread" | "close")[];
            /** Format: date-time */
            checked?: string;
            checker?: components["schemas"]["Named"];
            closed: boolean;
            drafter?: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description how often it was heard
             */
            heard: number;
            /** Format: uuid */
            id: string;
            language: string;
            /** Format: date-time */
            last: string;
            /**
             * Format: date-time
             * @description when it is deleted, in the last 60 days before that
             */
            leaves?: string;
            /** @description an answer that waits for a second person */
            pending?: components["schemas"]["ReplyIO"];
            place?: components["schemas"]["PlaceOut"];
            /** @description what the public reads */
            reply?: components["schemas"]["ReplyIO"];
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            risk: "high" | "middle" | "low";
            /** @description the day from which it is told */
            since?: string;
            /** @description of one rumour alone */
            spread?: components["schemas"]["SpreadOut"][];
            /** @description of what waits: a check must give it back */
            sum?: string;
            /** @description as it is told */
            text: string;
            unit: components["schemas"]["Named"];
        };
        RumoursOut: {
            /** @description the riskiest first */
            items: components["schemas"]["RumourOut"][];
        };
        SaidOut: {
            sentence: string;
        };
        SaidPart: {
            /** Format: uuid */
            person: string;
            /**
             * Format: int64
             * @description of the roll as it stood when the photo was read
             */
            seq?: number;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent";
        };
        SameOut: {
            incident?: components["schemas"]["IncidentLine"];
            /** @description what somebody decided before, where something has come up since */
            judged?: components["schemas"]["JudgedOut"];
            reasons: components["schemas"]["ReasonOut"][];
            report?: components["schemas"]["SummaryOut"];
            /**
             * Format: double
             * @description from 0 to 1
             */
            score: number;
        };
        SamesOut: {
            /** @description what was judged not the same */
            apart: components["schemas"]["ApartOut"][];
            /** @description more happened around the same place and time */
            cut: boolean;
            /**
             * Format: int64
             * @description incidents that it is part of and that may not be opened
             */
            hidden: number;
            /** @description the likeliest first */
            items: components["schemas"]["SameOut"][];
            /**
             * Format: int64
             * @description things that were looked at
             */
            looked: number;
            /** @description incidents that the report is part of */
            of: components["schemas"]["IncidentLine"][];
            /**
             * Format: double
             * @description hours around it in which all were looked at, where there were more
             */
            within?: number;
        };
        SampleOut: {
            /**
             * Format: int64
             * @description how many people to ask
             */
            ask: number;
        };
        SayingIO: {
            /** @enum {string} */
            as: "fact" | "hearsay";
            reports?: string[];
            text: string;
        };
        SayRuleInBody: {
            name: string;
            /** @description no later rule looks at the report where this one was met */
            stop?: boolean;
            then: components["schemas"]["Deed"][];
            unit: string;
            when: components["schemas"]["Clause"];
        };
        SearchOut: {
            items: components["schemas"]["FoundOut"][];
            next: string | null;
        };
        SeenOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            done: boolean;
            /** Format: uuid */
            person: string;
            skill: string;
        };
        SenderOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            fingerprint: string;
            name: string;
            sender: string;
        };
        SessionOut: {
            account: components["schemas"]["AccountOut"];
            can: string[];
            demo: boolean;
            /** Format: date-time */
            expires: string;
            factors: components["schemas"]["FactorsOut"];
            language: string;
            node: string;
            roles: string[];
            theme: string;
            unit: components["schemas"]["Named"];
        };
        SessionPart: {
            /** Format: date-time */
            end: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            start: string;
            title?: string;
        };
        SessionTallyOut: {
            /** Format: uuid */
            session: string;
            tally: components["schemas"]["TallyOut"];
        };
        SetMemberInBody: {
            closed?: boolean;
            name: string;
            roles: string[] | null;
            unit: string;
        };
        Settings: {
            hooks?: components["schemas"]["Hook"][] | null;
            mail?: components["schemas"]["MailSettings"];
            push?: components["schemas"]["PushSettings"];
            sms?: components["schemas"]["SMSSettings"];
        };
        SettledOut: {
            closed: string[];
        };
        ShapeIO: {
            centre?: components["schemas"]["PointIO"];
            /** @description three or more; rounded to a hundredth of a degree */
            corners?: components["schemas"]["PointIO"][];
            /**
             * Format: double
             * @description the circle's radius, 5 at least
             */
            km?: number;
        };
        Share: {
            /** Format: int64 */
            asked: number;
            /** Format: int64 */
            right: number;
        };
        ShareInBody: {
            /** Format: int64 */
            percent: number;
        };
        ShareOut: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /**
             * Format: int64
             * @description how many it is of
             */
            of: number;
            /** Format: double */
            value: number;
        };
        SheetOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            /** @description its number, as it stands on the paper */
            name: string;
            pages: components["schemas"]["PageOut"][];
            /** Format: int64 */
            people: number;
            sessions: string[];
        };
        SheetsOut: {
            /** @description what the caller may do: print and read back */
            can: "mark"[];
            items: components["schemas"]["SheetOut"][];
        };
        Shift: {
            days: number[] | null;
            deputies?: string[] | null;
            from: string;
            primary: string;
            to: string;
        };
        SignInInBody: {
            code?: string;
            login: string;
            password: string;
        };
        SMSSettings: {
            callback?: string;
            from: string;
            password: string;
            url: string;
            user: string;
        };
        SourceFile: {
            name: string;
            text: string;
        };
        SourceOut: {
            denies?: boolean;
            /** @description several of its reports are one reporter's own */
            folded?: boolean;
            /** Format: int64 */
            hidden?: number;
            /** Format: int64 */
            information?: number;
            reports: string[];
            says: boolean;
            source?: string;
            /** @description nobody has said whose word it repeats */
            unclear?: boolean;
        };
        SpokenOut: {
            /** @enum {string} */
            language: "fr" | "ar" | "en";
            text: string;
            /** Format: int64 */
            to: number;
        };
        SpotOnMap: {
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
            /** Format: int64 */
            n: number;
            place: components["schemas"]["PlaceOut"];
        };
        SpotOut: {
            /**
             * Format: int64
             * @description after which chance alone brings one as strong
             */
            days: number;
            /**
             * Format: double
             * @description if place and time had nothing to do with each other
             */
            expected: number;
            /** Format: date */
            from: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
            /** Format: int64 */
            n: number;
            /**
             * Format: double
             * @description share of the shufflings with one as strong
             */
            p: number;
            /** @description the moughataa of its middle */
            place?: components["schemas"]["PlaceOut"];
            /**
             * Format: double
             * @description km; 0: one place
             */
            radius: number;
            /** @description the first hundred */
            reports: string[];
            /**
             * Format: date
             * @description its last day
             */
            to: string;
            why: string[];
        };
        SpotsOut: {
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description that were looked at
             */
            events: number;
            /**
             * Format: date
             * @description of what was looked at
             */
            from: string;
            items: components["schemas"]["SpotOut"][];
        };
        SpreadInBody: {
            day: string;
            /**
             * Format: uuid
             * @description chosen by the sender, so that sending twice is harmless
             */
            id: string;
            /** Format: int64 */
            revision?: number;
            said?: string;
            /** @enum {string} */
            way: "activity" | "poster" | "radio" | "door" | "message";
        };
        SpreadOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /** Format: date */
            day: string;
            /** @description what people said afterwards */
            said?: string;
            /** @enum {string} */
            way: "activity" | "poster" | "radio" | "door" | "message";
        };
        StageOut: {
            /** @description nine of ten took longer than the minutes given */
            beyond?: boolean;
            /**
             * Format: int64
             * @description minutes within which half of them did; null where none did
             */
            half: number | null;
            /**
             * Format: int64
             * @description reports that got there
             */
            n: number;
            /**
             * Format: int64
             * @description minutes within which nine of ten did
             */
            ninety: number | null;
            /** @enum {string} */
            stage: "taken_up" | "decided" | "acted" | "closed";
            /**
             * Format: int64
             * @description open reports that have not got there
             */
            waiting: number;
        };
        StandOut: {
            /** @description phones differ, and nobody has settled it: state is what was heard last */
            conflict?: boolean;
            /** Format: uuid */
            person: string;
            /**
             * Format: int64
             * @description grows with everything said about it; a mark names what was seen
             */
            seq: number;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "present" | "late" | "partial" | "absent" | "none";
            /** @description that stand, the latest last */
            words: components["schemas"]["MarkWordOut"][];
        };
        StartInBody: {
            reports: components["schemas"]["AttachmentIO"][];
            statement: components["schemas"]["StatementIO"];
            /** @enum {string} */
            tlp: "clear" | "green" | "amber" | "amber+strict" | "red";
            /**
             * Format: uuid
             * @description missing: the nearest unit above all its reports where the caller has business
             */
            unit?: string;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        StatedOut: {
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            /** Format: int64 */
            seq: number;
            statement: components["schemas"]["StatementIO"];
        };
        StatementIO: {
            assessed?: components["schemas"]["AssessmentIO"][];
            harmed?: components["schemas"]["HarmIO"][];
            /** @description of GET /incidents/kinds */
            kind: string;
            readonly kind_name?: string;
            known?: components["schemas"]["SayingIO"][];
            title?: string;
            when: components["schemas"]["WhenIO"];
            where: components["schemas"]["WhereIO"];
        };
        Step: {
            channels?: string[] | null;
            /** Format: int64 */
            minutes: number;
            owner?: string;
            unit?: string;
        };
        StepOut: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            /** Format: int64 */
            days?: number;
            /** Format: int64 */
            matched?: number;
            reason?: string;
            /**
             * Format: int64
             * @description reports of those days that came to the rule's desks
             */
            seen?: number;
            /** @enum {string} */
            step?: "draft" | "tried" | "agreed" | "on" | "off" | "removed" | "order";
            /** Format: int64 */
            version?: number;
        };
        StopPart: {
            audience?: string;
            /** Format: date-time */
            day: string;
            place?: components["schemas"]["PlaceOut"];
            spot?: string;
        };
        StretchOut: {
            first?: components["schemas"]["Named"];
            /** Format: date-time */
            from: string;
            /** @description nobody is on duty */
            gap: boolean;
            /** @description in the plan, and able to answer no more */
            left: components["schemas"]["Named"][];
            others: components["schemas"]["Named"][];
            /** Format: date-time */
            to: string;
        };
        "SuggestionInID \"json:\\\"activity\\\" doc:\\\"the number of the activity to be\\\"\" }Body": {
            /** @description the number of the activity to be */
            activity: string;
        };
        "SuggestionInID \"json:\\\"id\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"16000\\\"\" }Body": {
            id: string;
            text: string;
        };
        "SuggestionInStruct { Word string \"json:\\\"word\\\" maxLength:\\\"16000\\\"\" }Body": {
            word: string;
        };
        "SuggestionInStruct { Yes bool \"json:\\\"yes\\\"\" }Body": {
            yes: boolean;
        };
        SuggestionOut: {
            /**
             * Format: uuid
             * @description that came of it
             */
            activity?: string;
            author: components["schemas"]["Named"];
            can: ("comment" | "vote" | "take" | "close" | "reopen")[];
            /** Format: int64 */
            comments: number;
            /** Format: uuid */
            id: string;
            idea: components["schemas"]["IdeaPart"];
            /** Format: date-time */
            made: string;
            /** @description the caller is for it */
            mine: boolean;
            /** @enum {string} */
            state: "open" | "taken" | "closed";
            unit: components["schemas"]["Named"];
            /** Format: int64 */
            votes: number;
            /** @description why nothing comes of it */
            word?: string;
        };
        SuggestionsOut: {
            items: components["schemas"]["SuggestionOut"][];
        };
        SummaryOut: {
            assignee?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            attachments: number;
            channel: string;
            /** Format: int64 */
            dead?: number;
            /**
             * Format: date-time
             * @description null where nothing is awaited of the desk
             */
            due: string | null;
            excerpt?: string;
            form: string;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            information: number | null;
            /** Format: int64 */
            injured?: number;
            kind: string;
            language: string;
            /** Format: double */
            lat: number | null;
            /** Format: double */
            lon: number | null;
            /** Format: int64 */
            missing?: number;
            outcome?: string;
            place?: components["schemas"]["PlaceOut"];
            /**
             * @description the most pressing urgency that a rule proposes and nobody has answered
             * @enum {string}
             */
            proposed?: "now" | "soon" | "routine";
            receipt_tail: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description when it began to wait for what it waits for now
             */
            since: string;
            source: string | null;
            /** @enum {string} */
            state: "new" | "checking" | "needs_answer" | "closed" | "quarantine";
            title: string;
            tlp: string;
            unit: components["schemas"]["Named"];
            /** Format: int64 */
            unread: number;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            /** Format: date-time */
            when: string | null;
        };
        SurveyChangeOut: {
            /** Format: double */
            by: number;
            /** Format: double */
            high: number;
            /**
             * Format: double
             * @description of the interval (Newcombe), 19 of 20
             */
            low: number;
            /** @description it is more than chance makes of itself */
            sure: boolean;
        };
        SurveyChoiceOut: {
            /** @description by group; null where it cannot be told */
            change: components["schemas"]["SurveyChangeOut"][];
            label: {
                [key: string]: string;
            };
            name: string;
            /** @description by group */
            rounds: {
                [key: string]: components["schemas"]["SurveyShareOut"][] | null;
            };
        };
        SurveyGroupOut: {
            label: {
                [key: string]: string;
            };
            name: string;
            /** @description sex, band, community; empty for everybody */
            of: string;
        };
        SurveyOut: {
            /** @description that it is about, where the caller sees it */
            activity?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            can: ("fill" | "close" | "results")[];
            /** @description by which a phone fills it in without an account; for those who may ask */
            code?: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description from whom people are chosen
             */
            people?: number;
            rounds: components["schemas"]["SurveyRoundOut"][];
            title: {
                [key: string]: string;
            };
            unit: components["schemas"]["Named"];
        };
        SurveyQuestionOut: {
            /** @description who answered, by group */
            asked: {
                [key: string]: components["schemas"]["SurveyShareOut"][] | null;
            };
            choices: components["schemas"]["SurveyChoiceOut"][];
            label: {
                [key: string]: string;
            };
            name: string;
        };
        SurveyRoundOut: {
            /**
             * Format: int64
             * @description people who answered
             */
            answers: number;
            /**
             * Format: int64
             * @description of these, without an account: whoever has the code may have answered more than once
             */
            by_code: number;
            /**
             * Format: date-time
             * @description results are shown from then on
             */
            ended?: string;
            /** @enum {string} */
            round: "before" | "after";
        };
        SurveyShareOut: {
            /** @description of fewer than ten people, or what they could be worked out from */
            hidden?: boolean;
            /** Format: double */
            high: number;
            /**
             * Format: double
             * @description of the interval (Wilson), 19 of 20
             */
            low: number;
            /** Format: int64 */
            n: number;
            /** Format: double */
            share: number;
        };
        SurveysOut: {
            /** @description the newest first */
            items: components["schemas"]["SurveyOut"][];
        };
        SwapOut: {
            /** Format: date-time */
            from: string;
            giver: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            taker: components["schemas"]["Named"];
            /** Format: date-time */
            to: string;
            /** @enum {string} */
            turn: "asked" | "taken" | "refused" | "withdrawn";
            unit: components["schemas"]["Named"];
        };
        SwitchInBody: {
            reason: string;
            /** Format: int64 */
            revision?: number;
        };
        SwitchWatchInBody: {
            on: boolean;
            /** Format: int64 */
            revision?: number;
            why: string;
        };
        SyncInBody: {
            /** @description the phone's own time: nothing is ordered by it */
            clock: string;
            /**
             * Format: uuid
             * @description chosen by the phone, once for each pass
             */
            device: string;
            /**
             * Format: int64
             * @description up to which of its marks this is; it comes back when they are kept
             */
            done: number;
            marks: components["schemas"]["PhoneMarkIn"][];
            newcomers: components["schemas"]["NewcomerIn"][];
        };
        SyncOut: {
            /** @description newcomers whom the register may know already */
            alike: components["schemas"]["AlikeOut"][];
            /** Format: int64 */
            done: number;
            /** @description no names are told any more; what was sent is kept all the same */
            ended: boolean;
            /** @description those of the request, who are known now */
            newcomers: string[];
            /** Format: date-time */
            now: string;
            roll: components["schemas"]["PhoneRoll"];
        };
        TakeHandoverRequest: {
            remark?: string;
        };
        TakenTest: {
            course: string;
            /** Format: uuid */
            person: string;
            /** @enum {string} */
            test: "pre" | "post";
        };
        TallyOut: {
            /** Format: int64 */
            absent: number;
            /**
             * Format: int64
             * @description among them
             */
            conflicts: number;
            /** Format: int64 */
            late: number;
            /** Format: int64 */
            partial: number;
            /** Format: int64 */
            present: number;
        };
        TaskOut: {
            answer?: string;
            /** Format: date-time */
            asked: string;
            asker: components["schemas"]["Named"];
            assignee?: components["schemas"]["Named"];
            can: ("accept" | "finish" | "decline" | "withdraw")[];
            /** Format: date-time */
            due: string;
            /** Format: date-time */
            ended?: string;
            /** @description who ended it */
            ender?: components["schemas"]["Named"];
            from: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            incident?: components["schemas"]["PartOut"];
            overdue: boolean;
            /** @description it was asked about, or an incident */
            report?: components["schemas"]["AboutOut"];
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            state: "asked" | "accepted" | "done" | "declined" | "withdrawn";
            /** Format: date-time */
            taken?: string;
            text: string;
            tlp: string;
            to: components["schemas"]["Named"];
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        TasksOut: {
            items: components["schemas"]["TaskOut"][];
            /** @description there are more than a list shows */
            more: boolean;
            /** @description of the own unit, and what it asked of others */
            waiting: components["schemas"]["WaitingOut"];
        };
        TellComplaintInBody: {
            /** @description who must not read it */
            about?: string;
            /** @description it is about somebody who reads complaints */
            about_reader?: boolean;
            /** @enum {string} */
            kind: "staff" | "help" | "activity" | "thanks" | "other";
            language: string;
            place?: components["schemas"]["PlaceOut"];
            text: string;
        };
        TellInBody: {
            /**
             * Format: uuid
             * @description chosen by the sender, so that sending twice is harmless
             */
            id: string;
            /** @description who reported in another language is not told */
            texts: components["schemas"]["Item"][];
        };
        TellingOut: {
            /** @description one in each language that is needed */
            drafts: components["schemas"]["SpokenOut"][];
            /**
             * Format: int64
             * @description reports that the caller may not open
             */
            hidden: number;
            /** @description those who are not, and why */
            mute: components["schemas"]["MuteOut"][];
            /**
             * Format: int64
             * @description reporters who are told, each once
             */
            to: number;
        };
        TestedOut: {
            /** @description of the gateway, as it said it */
            fault?: string;
            sent: boolean;
        };
        TestGatewayInBody: {
            /** @enum {string} */
            channel: "sms" | "mail" | "push" | "webhook";
            to: string;
        };
        TestsInBody: {
            attempts: components["schemas"]["TriedTest"][];
            /** @description the phone's own time */
            clock: string;
            /**
             * Format: uuid
             * @description the one that takes the roll
             */
            device: string;
            /** @description which tests it has; empty: none */
            have: string;
        };
        TestsOut: {
            /** @description as they are asked, by course; left out where the phone has them */
            exams?: unknown;
            /** @description those of the request that need not be sent again */
            kept: string[];
            /** @description which tests these are */
            of: string;
            refused: components["schemas"]["RefusedTest"][];
            taken: components["schemas"]["TakenTest"][];
        };
        TextsIO: {
            ar?: components["schemas"]["WordsIO"];
            en?: components["schemas"]["WordsIO"];
            fr?: components["schemas"]["WordsIO"];
        };
        TickSkillRequest: {
            course: string;
            done: boolean;
            /** Format: uuid */
            person: string;
            skill: string;
        };
        TimesIO: {
            /** Format: int64 */
            now?: number;
            /** Format: int64 */
            routine?: number;
            /** Format: int64 */
            soon?: number;
        };
        TimesOut: {
            /**
             * Format: int64
             * @description 0 the country, 1 a wilaya, 2 a moughataa, 3 all below
             */
            level: number;
            stages: components["schemas"]["StageOut"][];
            unit?: components["schemas"]["Named"];
        };
        TitledOut: {
            /** Format: uuid */
            id: string;
            title: string;
        };
        TokenOut: {
            channel: string;
            id: string;
            /** Format: date-time */
            made: string;
            name: string;
            revoked: boolean;
            secret?: string;
            unit: components["schemas"]["Named"];
            url?: string;
        };
        TokensOut: {
            items: components["schemas"]["TokenOut"][];
        };
        ToldOut: {
            mute: components["schemas"]["MuteOut"][];
            /**
             * Format: int64
             * @description reporters who were told
             */
            told: number;
        };
        TongueOut: {
            /** @description as its speakers call it */
            name: string;
            rtl?: boolean;
            tag: string;
        };
        TrainerOut: {
            /** Format: uuid */
            account?: string;
            name: string;
            organisation?: string;
            /**
             * Format: date-time
             * @description the day on which the organisation looked into who that is
             */
            vetted?: string;
        };
        TrendOut: {
            /** @description missing: all kinds */
            kind?: string;
            /** @description missing: all places */
            place?: components["schemas"]["PlaceOut"];
            /**
             * Format: int64
             * @description in these weeks
             */
            total: number;
            /** @description the running one last */
            weeks: components["schemas"]["TrendWeek"][];
            /**
             * Format: int64
             * @description in how many weeks a false alarm of this series is to be expected; 0: hardly ever
             */
            weeks_per_false: number;
            /** @description how the last whole week was judged */
            why: string[];
        };
        TrendReportsOut: {
            items: components["schemas"]["SummaryOut"][];
            /** @description there are others */
            more: boolean;
        };
        TrendsOut: {
            all: components["schemas"]["TrendOut"];
            /**
             * Format: date-time
             * @description when it was counted
             */
            at: string;
            /** @description those with alarms of late first, then those with most reports */
            items: components["schemas"]["TrendOut"][];
            /**
             * Format: int64
             * @description further series
             */
            more: number;
            rule: string;
        };
        TrendWeek: {
            alarm?: boolean;
            /** Format: double */
            expected: number;
            /**
             * Format: int64
             * @description to here
             */
            high: number;
            /** @description there is a range to be expected */
            judged: boolean;
            /**
             * Format: int64
             * @description 19 of 20 such counts lie from here
             */
            low: number;
            /** Format: int64 */
            n: number;
            /** @description it is not over */
            partial?: boolean;
            /**
             * Format: date
             * @description the Monday on which it begins
             */
            week: string;
        };
        TrialDayOut: {
            /** Format: date */
            date: string;
            /** Format: int64 */
            matched: number;
            /** Format: int64 */
            seen: number;
        };
        TrialOut: {
            /** @description more than half: a second person must agree */
            broad: boolean;
            /** Format: int64 */
            days: number;
            examples: components["schemas"]["ExampleOut"][];
            /** Format: int64 */
            matched: number;
            /** @description there are more: the newest were looked at */
            partial: boolean;
            per_day: components["schemas"]["TrialDayOut"][];
            /**
             * Format: int64
             * @description of those that it meets, what no earlier rule would have stopped
             */
            reached: number;
            rule: components["schemas"]["RuleOut"];
            /** Format: int64 */
            seen: number;
            sent?: components["schemas"]["FatesOut"];
            urged?: components["schemas"]["FatesOut"];
        };
        TriedTest: {
            answers: {
                [key: string]: number[] | null;
            };
            /** @description when it was finished, by the phone */
            at: string;
            course: string;
            /**
             * Format: uuid
             * @description chosen by the phone: each is taken once, and never changed
             */
            id: string;
            /** Format: uuid */
            person: string;
            /** @enum {string} */
            test: "pre" | "post";
            /** Format: int64 */
            version: number;
        };
        TrustInBody: {
            /** @description as people here call it */
            name: string;
            /** @description as its messages name it */
            sender: string;
        };
        TryInBody: {
            /** Format: int64 */
            days: number;
        };
        TryWatchInBody: {
            id: string;
            /**
             * Format: int64
             * @description hours for which a report joins the alert before it; 0: twelve
             */
            join?: number;
            /** @description missing: up the tree of units, in the times of its urgency */
            ladder?: components["schemas"]["Step"][];
            /** @description in Arabic, French and English */
            name: {
                [key: string]: string;
            };
            /** @description hours in which what is not urgent waits */
            quiet?: components["schemas"]["Quiet"];
            rule: components["schemas"]["Rule"];
            unit: string;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
        };
        TurnSwapInBody: {
            /** @enum {string} */
            turn: "taken" | "refused" | "withdrawn";
        };
        UnitCount: {
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            now: number;
            unit: components["schemas"]["Named"];
        };
        UnitLate: {
            /** Format: int64 */
            n: number;
            unit: components["schemas"]["Named"];
        };
        UnitOut: {
            closed: boolean;
            code: string;
            id: string;
            kind: string;
            /**
             * Format: int64
             * @description as far as the caller may see who they are
             */
            members: number;
            name: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description reports that are not closed, as far as the caller may see them
             */
            open: number;
            parent: string | null;
            place?: components["schemas"]["PlaceOut"];
        };
        UnitsOut: {
            items: components["schemas"]["UnitOut"][];
        };
        UseOut: {
            /**
             * Format: uuid
             * @description at which it was used
             */
            activity?: string;
            by: components["schemas"]["Named"];
            /** Format: date-time */
            day: string;
            /** Format: uuid */
            id: string;
            language?: string;
            /** @description of the caller's own unit: may be changed and taken back */
            mine: boolean;
            /**
             * Format: int64
             * @description of the version
             */
            number: number;
            /**
             * Format: int64
             * @description who saw or heard it
             */
            people: number;
            /**
             * Format: int64
             * @description copies
             */
            printed: number;
            /** Format: int64 */
            revision: number;
            /** @description what people said; nobody's name */
            said?: string;
            /** @description the village, the school, the market, the radio */
            spot: string;
            unit: components["schemas"]["Named"];
        };
        UsesOut: {
            /** @description of the units that the caller answers for, the latest first */
            items: components["schemas"]["UseOut"][];
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            printed: number;
            /**
             * Format: int64
             * @description in all units, as the two that follow
             */
            times: number;
        };
        VerdictIn: {
            note?: string;
            /** @description what should have been otherwise; none: it was right */
            points: ("grade" | "urgency" | "kind" | "outcome" | "answer" | "missed")[];
            /** Format: int64 */
            revision?: number;
        };
        VerifyContactInBody: {
            code: string;
        };
        VersionOut: {
            name: string;
            sentence: string;
            /** @description no later rule looks at the report where this one was met */
            stop?: boolean;
            then: components["schemas"]["Deed"][];
            /** Format: int64 */
            version: number;
            when: components["schemas"]["Clause"];
        };
        VoicesOut: {
            /** @description without their texts */
            complaints: components["schemas"]["ComplaintOut"][];
            rumours: components["schemas"]["RumourOut"][];
            surveys: components["schemas"]["SurveyOut"][];
        };
        WaitingOut: {
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
            /** Format: int64 */
            sent: number;
            /** Format: int64 */
            sent_overdue: number;
        };
        WarningOut: {
            about?: components["schemas"]["DrawnFrom"];
            can: ("edit" | "cancel" | "release" | "refuse" | "withdraw")[];
            /** @description of one warning alone */
            course?: components["schemas"]["CourseOut"][];
            drafter?: components["schemas"]["Named"];
            /** Format: uuid */
            id: string;
            /** @description the last of them: /public/cap/{message}.xml */
            message?: string;
            /**
             * Format: int64
             * @description given to the public
             */
            messages: number;
            /** @description what the public reads, or read last */
            now?: components["schemas"]["ContentIO"];
            /** @description what waits for a second person */
            pending?: components["schemas"]["PendingOut"];
            refusal?: string;
            refuser?: components["schemas"]["Named"];
            released?: components["schemas"]["Named"];
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            sent?: string;
            /** @enum {string} */
            state: "waiting" | "holds" | "expired" | "cancelled" | "refused";
            unit: components["schemas"]["Named"];
        };
        WarningsOut: {
            /** @description the dangers that are warned of */
            events: components["schemas"]["DangerOut"][];
            /** @description what waits first, then what holds, then the latest */
            items: components["schemas"]["WarningOut"][];
            may: ("propose" | "import" | "trust")[];
            /** @description how the node's messages name it */
            sender: string;
        };
        WatchesOut: {
            /** @description those switched on first */
            items: components["schemas"]["WatchOut"][];
        };
        WatchOut: {
            /** Format: date-time */
            at: string;
            /** @description who switched it last */
            by?: components["schemas"]["Named"];
            can: string[];
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description hours for which a report joins the alert before it; 0: twelve
             */
            join?: number;
            /** @description missing: up the tree of units, in the times of its urgency */
            ladder?: components["schemas"]["Step"][];
            /** @description of its levels, where it has no ladder of its own */
            minutes: number[];
            /** @description in Arabic, French and English */
            name: {
                [key: string]: string;
            };
            on: boolean;
            /** @description of its rule, with their names */
            places: components["schemas"]["PlaceOut"][];
            /** @description hours in which what is not urgent waits */
            quiet?: components["schemas"]["Quiet"];
            /**
             * Format: int64
             * @description alerts of the last ninety days
             */
            raised: number;
            /** Format: int64 */
            revision: number;
            rule: components["schemas"]["Rule"];
            /**
             * Format: int64
             * @description alerts that it would have raised before it was switched on
             */
            tried?: number;
            unit: string;
            unit_name: string;
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            why?: string;
        };
        WatchTrialOut: {
            /** Format: int64 */
            alerts: number;
            daily: number[];
            /** @description the newest first */
            each: components["schemas"]["WouldOut"][];
            /** Format: date-time */
            from: string;
            /**
             * Format: int64
             * @description reports that they would have been of
             */
            joined: number;
            /**
             * Format: int64
             * @description reports
             */
            looked: number;
            /** Format: date-time */
            to: string;
            /** @description all of the ninety days; else the newest alone */
            whole: boolean;
        };
        WhenIO: {
            /** Format: date-time */
            from?: string;
            /** @enum {string} */
            precision: "minute" | "hour" | "day" | "week" | "month" | "unknown";
            /** Format: date-time */
            to?: string;
        };
        WhereIO: {
            detail?: string;
            place?: components["schemas"]["PlaceIO"];
            point?: components["schemas"]["Point"];
            /** @enum {string} */
            precision: "exact" | "near" | "district" | "region" | "country" | "unknown";
        };
        WholeAlertOut: {
            /** Format: date-time */
            acknowledged?: string;
            /** @description reports, as far as the caller may see them */
            behind: components["schemas"]["BehindOut"][];
            /**
             * Format: date-time
             * @description when it climbs or is told again; of one in hand, when its owner is asked how it stands
             */
            due?: string;
            /** Format: date-time */
            ended?: string;
            exercise?: boolean;
            /** @description who is to answer at its level */
            first?: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description reports or tasks behind it that the caller may not see
             */
            hidden: number;
            history: components["schemas"]["EventOut"][];
            /** Format: uuid */
            id: string;
            kind?: string;
            /** @description overdue tasks behind it, as far as the caller may see them */
            late: components["schemas"]["TaskOut"][];
            /**
             * Format: int64
             * @description of levels, from 0
             */
            level: number;
            levels: components["schemas"]["LevelOut"][];
            may: string[];
            /** @description it waits for the caller, or the caller has it in hand */
            mine: boolean;
            /** @description who was told, by which way, and what became of it */
            notices: components["schemas"]["NoticeOut"][];
            /** Format: int64 */
            number: number;
            /** @description who else may */
            others: components["schemas"]["Named"][];
            /** @enum {string} */
            outcome?: "true" | "false_alarm" | "exercise";
            /** @description who has it in hand, or ended it */
            owner?: components["schemas"]["Named"];
            place?: components["schemas"]["PlaceOut"];
            /** Format: date-time */
            raised: string;
            /** Format: int64 */
            reports: number;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description when it came to its level
             */
            since: string;
            /** @enum {string} */
            state: "open" | "acknowledged" | "ended";
            /**
             * Format: int64
             * @description overdue ones behind it, where it was raised for those
             */
            tasks?: number;
            /** @description what happened and where, or what was looked for */
            title: string;
            tlp: string;
            /** @description where it was raised */
            unit: components["schemas"]["Named"];
            /** @enum {string} */
            urgency: "now" | "soon" | "routine";
            /** @description that raised it; missing where a person did */
            watch?: components["schemas"]["Named"];
            /** @description of whoever raised it by hand */
            word?: string;
        };
        WhyIn: {
            why: string;
        };
        WithAccountInBody: {
            /** Format: uuid */
            account: string;
            /** Format: int64 */
            revision?: number;
        };
        WordInBody: {
            word: string;
        };
        WordOut: {
            /** @description by the programme; else by whoever complained */
            answer: boolean;
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Named"];
            language: string;
            text: string;
        };
        WordsClause: {
            all?: string[] | null;
            any?: string[] | null;
        };
        WordsIO: {
            description: string;
            headline: string;
            /** @description what to do, in plain words */
            instruction: string;
        };
        WouldOut: {
            /** Format: date-time */
            at: string;
            kind?: string;
            /** Format: int64 */
            n: number;
            reports: string[];
            unit: components["schemas"]["Named"];
        };
        WrittenOut: {
            /** Format: date-time */
            at?: string;
            by?: components["schemas"]["Named"];
            /** @description written at once: a person chooses */
            conflicts?: components["schemas"]["WrittenOut"][] | null;
            /** @description a person wrote it */
            hand?: boolean;
            /**
             * Format: int64
             * @description to name it by
             */
            seq?: number;
            text: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    newCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    dropCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listContacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    addContact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddContactInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    removeContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    verifyContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyContactInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    ownDuty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MineOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    dropPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    beginPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CeremonyOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    finishPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CeremonyInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Old string \"json:\\\"old\\\" maxLength:\\\"256\\\"\"; Password string \"json:\\\"password\\\" maxLength:\\\"256\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSessionsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    setSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Language string \"json:\\\"language\\\" enum:\\\"arFrEn\\\"\"; Theme string \"json:\\\"theme\\\" enum:\\\"lightDark\\\"\" }Body"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    beginCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BodyStruct { Secret string \"json:\\\"secret\\\"\"; URI string \"json:\\\"uri\\\"\" }Body"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    dropCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Password string \"json:\\\"password\\\" maxLength:\\\"256\\\"\" }Body"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    finishCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Code string \"json:\\\"code\\\" maxLength:\\\"12\\\"\" }Body"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                mine?: boolean;
                state?: "open" | "acknowledged" | "ended";
                /** @description this one and those below */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    raiseAlert: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RaiseInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeAlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    climbAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WordInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    endAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndAlertInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    noteAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteAlertInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reopenAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WordInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                act?: string;
                actor?: string;
                /** @description vault: who asked who a reporter is; community: what has to do with communities */
                book?: "field" | "vault" | "community";
                cursor?: string;
                from?: string;
                limit?: number;
                record?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getBoard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listBulletins: {
        parameters: {
            query?: {
                /** @description the first day; missing: 31 days back */
                from?: string;
                to?: string;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulletinsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    draftBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftBulletinRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    addBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"id\\\" format:\\\"uuid\\\" doc:\\\"chosen by the sender\\\"\"; Section string \"json:\\\"section\\\" enum:\\\"incidentsReportsAlertsTrendsDoneLateQuestionsRemarks\\\"\"; TLP string \"json:\\\"tlp\\\" enum:\\\"greenAmberAmber+strict\\\"\"; Texts mapStringString \"json:\\\"texts\\\" doc:\\\"by language: ar fr en\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    correctBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhyIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    editBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"paragraph\\\" format:\\\"uuid\\\"\"; Language string \"json:\\\"language\\\" enum:\\\"arFrEn\\\"\"; Base int64 \"json:\\\"base\\\" doc:\\\"seq of the text that it was written from; 0 where there was none\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"4096\\\"\"; Settles ListInt64 \"json:\\\"settlesOmitempty\\\" maxItems:\\\"16\\\" doc:\\\"seqs of texts beside it that this one settles\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    leaveBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"paragraph\\\" format:\\\"uuid\\\"\"; Out bool \"json:\\\"out\\\"\"; Why string \"json:\\\"whyOmitempty\\\" maxLength:\\\"500\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    orderBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Order ListID \"json:\\\"order\\\" maxItems:\\\"1000\\\" nullable:\\\"false\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    redraftBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    releaseBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Read bool \"json:\\\"read\\\" doc:\\\"every paragraph was read\\\"\"; Shown ListID \"json:\\\"shown\\\" maxItems:\\\"1000\\\" nullable:\\\"false\\\" doc:\\\"those that were read in order\\\"\"; To ListID \"json:\\\"toOmitempty\\\" maxItems:\\\"500\\\" doc:\\\"units that get it besides the own and those above\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    settleBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"paragraph\\\" format:\\\"uuid\\\"\"; Mark string \"json:\\\"mark\\\" maxLength:\\\"64\\\" doc:\\\"of what was seen\\\"\"; Anew bool \"json:\\\"anew\\\" doc:\\\"draft its words anew; else they are kept\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawBulletin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Why string \"json:\\\"why\\\" maxLength:\\\"500\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullBulletinOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listActivities: {
        parameters: {
            query?: {
                /** @description those that end then or later */
                from?: string;
                kind?: "training" | "caravan" | "workshop" | "forum" | "youth_event" | "materials";
                /** @description the last that begins comes first */
                latest?: boolean;
                state?: "draft" | "confirmed" | "done" | "cancelled";
                /** @description those that begin before */
                to?: string;
                /** @description those that have no day yet, instead */
                undated?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivitiesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutActivityInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    cancelActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnActivityInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listCertificates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificatesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    issueCertificates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    confirmActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnActivityInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    finishActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnActivityInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    activityLearning: {
        parameters: {
            query?: {
                course?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reopenActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnActivityInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getRoll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    markRoll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkRollInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listPasses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PassesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    openPass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenPassInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PassOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    enrol: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listSheets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    printSheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrintSheetInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    keepSheetPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                page: number;
                sheet: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepSheetInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    readSheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadingOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    tickSkill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TickSkillRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    activityVoices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoicesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    communityAhead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AheadOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    enterAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterAttemptRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listAuthors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mentioned"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCalendarOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    renewCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCalendarOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    endCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCalendarOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    revokeCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listComplaints: {
        parameters: {
            query?: {
                which?: "open" | "ended" | "leaving";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    tellComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TellComplaintInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    bindComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BindInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    answerComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerComplaintInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    closeComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseComplaintInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    handComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithAccountInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    keepComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithAccountInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    openComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    passComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    renewComplaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listCourses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseList"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    publishCourse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description JSON: names in media/ that were checked before and are not sent again; for checking alone */
                    assumed?: string;
                    /** @description the course whose media are used where they are not sent */
                    base?: string;
                    /**
                     * Format: binary
                     * @description the folder as a zip, or a SCORM 1.2 package
                     */
                    file?: string;
                    files?: string[];
                    /** @description JSON: the names of files, in their order, as media/hand.svg */
                    names?: string;
                    /**
                     * Format: int64
                     * @description of base
                     */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseCard"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    readCourse: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseSourceOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    takeCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseCard"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    checkCourse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description JSON: names in media/ that were checked before and are not sent again; for checking alone */
                    assumed?: string;
                    /** @description the course whose media are used where they are not sent */
                    base?: string;
                    /**
                     * Format: binary
                     * @description the folder as a zip, or a SCORM 1.2 package
                     */
                    file?: string;
                    files?: string[];
                    /** @description JSON: the names of files, in their order, as media/hand.svg */
                    names?: string;
                    /**
                     * Format: int64
                     * @description of base
                     */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseChecked"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listKits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listMaterials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    writeMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MaterialIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    eraseMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    approveMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    creditMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditMaterialRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    uncreditMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credit: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    discardMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    attachMaterialFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    alt?: string;
                    /**
                     * Format: binary
                     * @description JPEG, PNG, PDF, MP3 or M4A; what it tells of who made it, when and where is taken out
                     */
                    file: string;
                    language?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    labelMaterialFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MaterialFileIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    detachMaterialFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    handInMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    publishMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    recallMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    restoreMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    returnMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    takeBackMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnMaterialInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listUses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putUse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                use: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutUseRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    dropUse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                use: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    communityNumbers: {
        parameters: {
            query?: {
                kind?: "training" | "caravan" | "workshop" | "forum" | "youth_event" | "materials";
                /** @description a moughataa, as list/code */
                place?: string;
                /** @description a year; since the beginning, where it is left out */
                time?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumbersOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    renewCommunityNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    revokePass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description those alone who asked to stay and are deleted within 60 days */
                leaving?: boolean;
                role?: "participant" | "youth_leader" | "parent" | "teacher" | "police" | "civil_protection" | "health" | "ngo" | "authority" | "other";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutPersonInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    agreePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentPart"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    apartPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnPersonInID \"json:\\\"from\\\"\"; Are bool \"json:\\\"are\\\"\" }Body"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    erasePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonWhyIn"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listKitsOfPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    openPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonWhyIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    ownPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonWhyIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    renewPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonWhyIn"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    samePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnPersonInID \"json:\\\"asOmitzero\\\" doc:\\\"left out: it is taken back\\\"\" }Body"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnPersonInID \"json:\\\"consent\\\"\" }Body"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    alikePeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlikePeopleRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    findPeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindPersonInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listRefreshers: {
        parameters: {
            query: {
                /** @description next of the page before */
                after?: string;
                course: string;
                /** @description soon: within 90 days */
                standing?: "overdue" | "soon" | "later";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefreshersOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    communityRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listRumours: {
        parameters: {
            query?: {
                which?: "open" | "ended" | "leaving";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumoursOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    hearRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HearInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    bindRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BindInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    hearRumourAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    answerRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    checkRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    closeRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    renewRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    spreadRumour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpreadInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RumourOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    sampleSize: {
        parameters: {
            query?: {
                /** @description the share who will answer */
                answering?: number;
                /** @description how many times more people asking whole groups needs */
                cluster?: number;
                confidence?: number;
                /** @description that the answer may be off */
                margin?: number;
                /** @description from whom people are chosen; 0: many, or not known */
                people?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listSuggestions: {
        parameters: {
            query?: {
                closed?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdeaPart"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    closeSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestionInStruct { Word string \"json:\\\"word\\\" maxLength:\\\"16000\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    commentSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestionInID \"json:\\\"id\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"16000\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listComments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reopenSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    takeSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestionInID \"json:\\\"activity\\\" doc:\\\"the number of the activity to be\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    voteSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestionInStruct { Yes bool \"json:\\\"yes\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listSurveys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveysOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    askSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    fillSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FillInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    endSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndRoundInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getSurveyForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getSurveyResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    waitingComplaints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacklogOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listDeadlines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadlinesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listDisclosures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisclosuresOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    decideDisclosure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    readDisclosure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReporterOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listDuty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnDutiesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    askSwap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskSwapInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    turnSwap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TurnSwapInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listForms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    publishForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description what could happen to people by it, and why it is asked all the same; publishing needs it */
                    assessment?: string;
                    /**
                     * Format: binary
                     * @description XLSForm, .xlsx or .xls
                     */
                    file: string;
                    files?: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    checkForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** @description what could happen to people by it, and why it is asked all the same; publishing needs it */
                    assessment?: string;
                    /**
                     * Format: binary
                     * @description XLSForm, .xlsx or .xls
                     */
                    file: string;
                    files?: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getGateways: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewaysOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putGateways: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    testGateway: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestGatewayInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listHandovers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoversOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    leaveHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaveHandoverRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    takeHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeHandoverRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    draftHandover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description happened at or after */
                from?: string;
                kind?: string[] | null;
                /** @description me, none, or an account */
                lead?: string;
                limit?: number;
                /** @description list/code of a place, with all places within it */
                place?: string;
                /** @description words of the statement; the order is then that of opening, the latest first */
                q?: string;
                sort?: "-when" | "-changed" | "urgency";
                state?: ("open" | "watched" | "closed")[] | null;
                /** @description happened before */
                to?: string;
                /** @description and those below it */
                unit?: string;
                urgency?: ("now" | "soon" | "routine")[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    openIncident: {
        parameters: {
            query?: {
                /** @description as it was known then */
                at?: string;
                reason?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    startIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    askIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"id\\\" format:\\\"uuid\\\" doc:\\\"chosen by the sender\\\"\"; Text string \"json:\\\"text\\\" minLength:\\\"1\\\" maxLength:\\\"2000\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    assignIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    attachIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInAttachmentIO; Raise bool \"json:\\\"raiseOmitempty\\\" doc:\\\"mark the incident as closely as the report\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    closeIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Outcome string \"json:\\\"outcome\\\" enum:\\\"confirmedUnfoundedUnresolvedHanded_overMistaken\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"2000\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    detachIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"report\\\" format:\\\"uuid\\\"\"; Why string \"json:\\\"whyOmitempty\\\" maxLength:\\\"2000\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    effectIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EffectIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    eraseIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EraseInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    planFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TellingOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    feedbackIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TellInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToldOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    followUpIncident: {
        parameters: {
            query?: {
                /** @description as it was known then */
                at?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    incidentHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MomentsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    joinedIncident: {
        parameters: {
            query: {
                into: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    lessonIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LessonIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    markIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; TLP string \"json:\\\"tlp\\\" enum:\\\"clearGreenAmberAmber+strictRed\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    mergeIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"into\\\" format:\\\"uuid\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    moreOfIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    moveIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    passIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"into\\\" format:\\\"uuid\\\" doc:\\\"the incident that the report goes to\\\"\"; Raise bool \"json:\\\"raiseOmitempty\\\" doc:\\\"mark that incident as closely as the report\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    referIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    replyIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"question\\\" format:\\\"uuid\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"2000\\\" doc:\\\"empty: the answer is taken back\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    respondIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RespondIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    settleIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    stateIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; State string \"json:\\\"state\\\" enum:\\\"openWatched\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"2000\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    amendIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AmendInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AmendOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    taskIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTaskIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    unmergeIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    urgencyIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Urgency string \"json:\\\"urgency\\\" enum:\\\"nowSoonRoutine\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    draftIncident: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDraftOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listIncidentKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentKindsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInviteInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KindsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listLoad: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    mapReports: {
        parameters: {
            query?: {
                east?: number;
                /** @description received at or after */
                from?: string;
                kind?: string[] | null;
                north?: number;
                south?: number;
                /** @description open: new, checking and needs_answer; all, as none: every state but the quarantine */
                state?: ("new" | "checking" | "needs_answer" | "closed" | "quarantine" | "open" | "all")[] | null;
                /** @description received before */
                to?: string;
                /** @description and those below it */
                unit?: string;
                urgency?: ("now" | "soon" | "routine")[] | null;
                west?: number;
                zoom?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    countAreas: {
        parameters: {
            query?: {
                kind?: string[] | null;
                state?: ("new" | "checking" | "needs_answer" | "closed" | "quarantine" | "open" | "all")[] | null;
                unit?: string;
                urgency?: ("now" | "soon" | "routine")[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreasOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description those too who sign in no more */
                closed?: boolean;
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembersOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    setMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMemberInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    readContacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadContactsInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    linkMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listPlaces: {
        parameters: {
            query?: {
                list?: string;
                parent?: string;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getPlace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceWhole"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listReferrals: {
        parameters: {
            query?: {
                ended?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    acceptReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    declineReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    finishReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    identifyReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentifyReferralRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonIO"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description me, none, or an account */
                assignee?: string;
                cursor?: string;
                /** @description received at or after */
                from?: string;
                graded?: "yes" | "no" | "";
                kind?: string[] | null;
                language?: string[] | null;
                limit?: number;
                /** @description open, and due before now */
                overdue?: boolean;
                /** @description list/code of a place, with all places within it */
                place?: string;
                /** @description due: lives at risk first, then what is due first */
                sort?: "-at" | "at" | "urgency" | "due";
                /** @description open: new, checking and needs_answer; all, as none: every state but the quarantine */
                state?: ("new" | "checking" | "needs_answer" | "closed" | "quarantine" | "open" | "all")[] | null;
                /** @description received before */
                to?: string;
                /** @description and those below it */
                unit?: string;
                /** @description words of the reporter that no desk has answered */
                unread?: boolean;
                urgency?: ("now" | "soon" | "routine")[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    openReport: {
        parameters: {
            query?: {
                reason?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    acceptReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description chosen by whoever sends: sending twice is harmless */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOutBody"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reportAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    answerReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"id\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"8192\\\"\"; Language string \"json:\\\"language\\\" maxLength:\\\"10\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    assignReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Account ID \"json:\\\"account\\\" nullable:\\\"true\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    closeReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Outcome string \"json:\\\"outcome\\\" enum:\\\"confirmedAction_takenReferredUnfoundedDuplicateNo_action\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"8192\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    compareReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    correctReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    effectReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EffectIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    eraseReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EraseInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    draftFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    feedbackReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackReportRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    followUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    forgetSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    forwardReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"unit\\\"\"; Note string \"json:\\\"noteOmitempty\\\" maxLength:\\\"8192\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    gradeReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Source string \"json:\\\"source\\\" enum:\\\"ABCDEF\\\"\"; Information int \"json:\\\"information\\\" minimum:\\\"1\\\" maximum:\\\"6\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    lessonReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LessonIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    linkReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    noteReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInID \"json:\\\"id\\\"\"; Text string \"json:\\\"text\\\" maxLength:\\\"8192\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    leaveProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                proposal: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    takeProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                proposal: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisionIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    referReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reopenReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Note string \"json:\\\"note\\\" maxLength:\\\"8192\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    respondReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RespondIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    askSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisclosureOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reviewReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerdictIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    sameAsReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    stateReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; State string \"json:\\\"state\\\" enum:\\\"newCheckingNeeds_answer\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    taskReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTaskIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    urgencyReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActInRevisionIn; Urgency string \"json:\\\"urgency\\\" enum:\\\"nowSoonRoutine\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    responseTimes: {
        parameters: {
            query?: {
                /** @description the first month in which the reports came, such as 2026-09; two before the last, where it is left out */
                from?: string;
                /** @description the last; this one, where it is left out */
                to?: string;
                urgency?: "now" | "soon" | "routine";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponseTimesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LooksOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reviewFigures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiguresOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    syncRoll: {
        parameters: {
            query?: never;
            header?: {
                /** @description Pass and the secret */
                Authorization?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SyncInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    syncTests: {
        parameters: {
            query?: never;
            header?: {
                /** @description Pass and the secret */
                Authorization?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestsInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRuleInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    removeRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    agreeRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    ruleHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleHistoryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    offRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    onRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    tryRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    sayRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayRuleInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaidOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    searchReports: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description received at or after */
                from?: string;
                graded?: "yes" | "no" | "";
                kind?: string[] | null;
                language?: string[] | null;
                limit?: number;
                /** @description list/code of a place, with all places within it */
                place?: string;
                q?: string;
                /** @description open: new, checking and needs_answer; all, as none: every state but the quarantine */
                state?: ("new" | "checking" | "needs_answer" | "closed" | "quarantine" | "open" | "all")[] | null;
                /** @description received before */
                to?: string;
                /** @description and those below it */
                unit?: string;
                /** @description words of the reporter that no desk has answered */
                unread?: boolean;
                urgency?: ("now" | "soon" | "routine")[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                wasl_device?: components["schemas"]["Cookie"];
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    enterDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Role string \"json:\\\"role\\\" maxLength:\\\"40\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    beginPasskeySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CeremonyOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    finishPasskeySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CeremonyInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description that one took on oneself; that the own unit was asked; that it asked of others; all that one may see */
                box?: "mine" | "unit" | "sent" | "all";
                /** @description the ended ones, the latest first; else the open ones: lives in danger first, then what is due first */
                ended?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TasksOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    askTask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTaskIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    acceptTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    declineTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    finishTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    withdrawTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActOnInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyID \"json:\\\"idID \"json:\\\"unit\\\"\"; Channel string \"json:\\\"channel\\\" enum:\\\"openrosaApi\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getTrends: {
        parameters: {
            query?: {
                /** @description a series for each kind, or for each moughataa */
                by?: "kind" | "place";
                /** @description of one kind alone */
                kind?: string;
                /** @description series at most, beside the one over all */
                most?: number;
                /** @description list/code: of the moughataa that it lies in alone */
                place?: string;
                rule?: "farrington" | "ears_c1" | "ears_c2" | "ears_c3";
                weeks?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrendsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getAlarms: {
        parameters: {
            query?: {
                rule?: "farrington" | "ears_c1" | "ears_c2" | "ears_c3";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getBehind: {
        parameters: {
            query?: {
                /** @description in place of all that: those of a hot spot */
                id?: string[] | null;
                kind?: string;
                place?: string;
                /** @description weeks, up to this one */
                span?: number;
                /** @description the Monday on which it begins */
                week?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrendReportsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getSpots: {
        parameters: {
            query?: {
                kind?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpotsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listUnits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutUnitInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    closeUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    setDeadlines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadlinesIO"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getDuty: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putDuty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutDutyInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    reopenUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    setReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    orderRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listWarnings: {
        parameters: {
            query?: {
                /** @description an alert or an incident: those drawn from it alone */
                about?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getWarning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    proposeWarning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    cancelWarning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnWarningInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    refuseWarning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnWarningInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    releaseWarning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    importWarning: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cap+xml": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroughtOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listReceivedWarnings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutsideListOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    getReceivedWarning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutsideOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    trustSender: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrustInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    distrustSender: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    listWatches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    putWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutWatchInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    switchWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchWatchInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
    tryWatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryWatchInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchTrialOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
        };
    };
}
