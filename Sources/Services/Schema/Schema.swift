import SQL

/// The tables of the house. Migrations only append; each lets the release before go on running.
public enum Schema {
    public static let migrations: [Migration] = [
        Migration(name: "foundations", statements: foundations),
        Migration(name: "accounts", statements: accounts),
        Migration(name: "casework", statements: casework),
        Migration(name: "publicity", statements: publicity),
        Migration(name: "stations", statements: stations),
        Migration(name: "talents", statements: talents),
        Migration(name: "lodging", statements: lodging),
        Migration(name: "jobs", statements: jobs),
        Migration(name: "job_reports", statements: jobReports),
        Migration(name: "placements", statements: placements),
        Migration(name: "fairs", statements: fairs),
        Migration(name: "job_uploads", statements: jobUploads),
        Migration(name: "removed_jobs", statements: removedJobs),
        Migration(name: "talent_cards", statements: talentCards),
        Migration(name: "events", statements: events),
        Migration(name: "seats", statements: seats),
        Migration(name: "policies", statements: policies),
        Migration(name: "agency", statements: agency),
        Migration(name: "finds", statements: finds),
        Migration(name: "requests", statements: requests),
        Migration(name: "service_log", statements: serviceLog),
        Migration(name: "map", statements: map),
        Migration(name: "stories", statements: stories),
        Migration(name: "event_plans", statements: eventPlans),
    ]
}
