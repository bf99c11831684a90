//! What is kept, on both databases.

use vigie::names::RepositoryName;
use vigie::store::{
    Answer, CheckOutcome, Conclusion, Delivery, FindingState, Incubator, KeptFinding, MOST_FINDINGS, NewReview, Review,
    ReviewKind, ReviewStatus, Scope, SeenRepository, Startup, StartupSource, Store,
};

use crate::databases::{on_both, on_both_empty};

const DAY: i64 = 86_400_000;

fn name(text: &str) -> RepositoryName {
    text.parse().unwrap()
}

fn seen(id: i64, called: &str, private: bool) -> SeenRepository {
    SeenRepository {
        id,
        name: name(called),
        private: Some(private),
        archived: Some(false),
        default_branch: Some("main".to_owned()),
        installation_id: Some(100),
    }
}

async fn with_repositories(store: &Store, repositories: &[SeenRepository]) {
    let mut tx = store.begin().await.unwrap();
    tx.upsert_installation(100, "betagouv", 7, "Organization", 1).await.unwrap();
    tx.upsert_repositories(repositories, 1).await.unwrap();
    tx.commit().await.unwrap();
}

fn pull_request(repository_id: i64, head: &str) -> NewReview {
    NewReview {
        repository_id,
        head_sha: head.to_owned(),
        base_sha: Some("base".to_owned()),
        kind: ReviewKind::PullRequest,
        number: 4,
        branch: None,
        cause: Some(1),
        again: false,
    }
}

fn branch(repository_id: i64, head: &str, branch: &str) -> NewReview {
    NewReview {
        kind: ReviewKind::Branch,
        number: 0,
        branch: Some(branch.to_owned()),
        ..pull_request(repository_id, head)
    }
}

async fn begin(store: &Store, new: &NewReview, now: i64) -> Review {
    let mut tx = store.begin().await.unwrap();
    let review = tx.begin_review(new, now).await.unwrap();
    tx.commit().await.unwrap();
    review
}

fn outcome(review_id: i64, check: &str, conclusion: Conclusion) -> CheckOutcome {
    CheckOutcome {
        review_id,
        check_name: check.to_owned(),
        check_run_id: None,
        annotations_sent: 0,
        conclusion: Some(conclusion),
        new_findings: 1,
        fixed_findings: 2,
        remaining_findings: 3,
        failures: 1,
        warnings: 2,
        notices: 1,
        grade: Some("B".to_owned()),
        finished_at: Some(5),
    }
}

async fn finish(store: &Store, review: i64, checks: &[(&str, Conclusion)], now: i64) {
    let mut tx = store.begin().await.unwrap();
    for (check, conclusion) in checks {
        tx.save_outcome(&outcome(review, check, *conclusion)).await.unwrap();
    }
    let worst = checks.iter().map(|(_, conclusion)| *conclusion).max_by_key(|c| *c == Conclusion::Failure).unwrap();
    tx.finish_review(review, worst, now).await.unwrap();
    tx.commit().await.unwrap();
}

fn finding(path: &str, line: i64) -> KeptFinding {
    KeptFinding {
        check_name: "rgaa".to_owned(),
        rule: "rgaa/img-alt".to_owned(),
        level: "failure".to_owned(),
        path: path.to_owned(),
        line,
        fingerprint: format!("{path}:{line}"),
        state: FindingState::New,
        data: "{\"é\":\"« oui »\"}".to_owned(),
    }
}

#[tokio::test]
async fn processes_that_start_together_make_the_schema_once() {
    on_both_empty(async |url| {
        for store in futures_util::future::join_all((0..6).map(|_| Store::open(url))).await {
            let store = store.unwrap();
            store.ping().await.unwrap();
            assert_eq!(store.repository(1).await.unwrap(), None);
            store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_unknown_database_is_said_without_its_password() {
    let error = Store::open("mysql://vigie:hunter2@db/vigie").await.unwrap_err().to_string();
    assert!(error.contains("DATABASE_URL") && error.contains("mysql"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[tokio::test]
async fn what_is_not_committed_leaves_no_trace() {
    on_both(async |store| {
        let mut tx = store.begin().await.unwrap();
        tx.upsert_repositories(&[seen(1, "betagouv/a-dock", false)], 1).await.unwrap();
        drop(tx);
        assert_eq!(store.repository(1).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_repository_keeps_its_id_through_renames_and_its_privacy_through_silence() {
    on_both(async |store| {
        with_repositories(store, &[seen(1, "betagouv/a-dock", false), seen(2, "betagouv/secret", true)]).await;
        let unsaid = SeenRepository {
            private: None,
            archived: None,
            default_branch: None,
            installation_id: None,
            ..seen(1, "betagouv/a-dock-2", false)
        };
        let stranger = SeenRepository { id: 3, ..unsaid.clone() };
        let mut tx = store.begin().await.unwrap();
        // The same repository twice in one delivery's batch: the last word counts.
        let twice = [seen(1, "betagouv/between", true), unsaid, stranger];
        tx.upsert_repositories(&twice, 2).await.unwrap();
        tx.commit().await.unwrap();

        let renamed = store.repository_named(&name("BetaGouv/A-DOCK-2")).await.unwrap();
        let first = store.repository(1).await.unwrap().unwrap();
        assert_eq!(first.full_name(), name("betagouv/a-dock-2"));
        assert_eq!((first.private, first.archived), (false, false));
        assert_eq!((first.default_branch.as_deref(), first.installation_id), (Some("main"), Some(100)));
        // 3 came last under that name and nobody said whether it is private: it is taken for private.
        assert_eq!(renamed.map(|r| r.id), Some(3));
        assert!(store.repository(3).await.unwrap().unwrap().private);
        assert_eq!(store.public_repository_named(&name("betagouv/secret")).await.unwrap(), None);
        let public: Vec<i64> = store.public_repositories().await.unwrap().iter().map(|r| r.id).collect();
        assert_eq!(public, [1]);
    })
    .await;
}

#[tokio::test]
async fn an_installation_comes_is_renamed_suspended_and_goes() {
    on_both(async |store| {
        with_repositories(store, &[seen(1, "betagouv/a-dock", false)]).await;
        let mut tx = store.begin().await.unwrap();
        tx.rename_installation(100, "beta").await.unwrap();
        tx.suspend_installation(100, Some(9)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.repository(1).await.unwrap().unwrap().full_name(), name("beta/a-dock"));
        assert_eq!(store.installations().await.unwrap(), []);
        assert_eq!(store.installation(100).await.unwrap().unwrap().suspended_at, Some(9));

        let mut tx = store.begin().await.unwrap();
        tx.suspend_installation(100, None).await.unwrap();
        tx.remove_installation(100, 10).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.repository(1).await.unwrap().unwrap().removed_at, Some(10));
        assert_eq!(store.repository_named(&name("beta/a-dock")).await.unwrap(), None);
        assert_eq!(store.installations().await.unwrap(), []);

        with_repositories(store, &[seen(1, "beta/a-dock", false)]).await;
        assert_eq!(store.installations().await.unwrap().len(), 1);
        assert_eq!(store.repositories_of_installation(100).await.unwrap().len(), 1);
        assert_eq!(store.repository(1).await.unwrap().unwrap().removed_at, None);
    })
    .await;
}

#[tokio::test]
async fn a_job_begun_again_goes_on_with_its_review() {
    on_both(async |store| {
        with_repositories(store, &[seen(1, "betagouv/a-dock", false)]).await;
        let new = pull_request(1, "head");
        let review = begin(store, &new, 10).await;
        assert_eq!((review.attempt, review.status), (1, ReviewStatus::Begun));
        let mut tx = store.begin().await.unwrap();
        tx.save_check_run(review.id, "rgaa", 77).await.unwrap();
        tx.save_annotations_sent(review.id, "rgaa", 50).await.unwrap();
        tx.commit().await.unwrap();

        // After a crash: the same review, its check run and what GitHub took already.
        assert_eq!(begin(store, &new, 20).await, review);
        assert_eq!(store.review_of_check_run(77).await.unwrap(), Some(review.clone()));
        assert_eq!(store.unfinished_reviews(11).await.unwrap(), std::slice::from_ref(&review));
        assert_eq!(store.unfinished_reviews(10).await.unwrap(), []);
        finish(store, review.id, &[("rgaa", Conclusion::Failure)], 30).await;
        let outcomes = store.outcomes(review.id).await.unwrap();
        assert_eq!((outcomes[0].check_run_id, outcomes[0].annotations_sent), (Some(77), 50));
        assert_eq!(outcomes[0].grade.as_deref(), Some("B"));
        assert_eq!(store.unfinished_reviews(1000).await.unwrap(), []);

        // Finished: neither the same job nor another delivery about that head begins anew …
        let same = begin(store, &new, 40).await;
        assert_eq!(
            (same.id, same.status, same.outcome),
            (review.id, ReviewStatus::Finished, Some(Conclusion::Failure))
        );
        assert_eq!(begin(store, &NewReview { cause: Some(2), ..new.clone() }, 41).await.id, review.id);
        assert_eq!(begin(store, &NewReview { again: true, ..new.clone() }, 42).await.id, review.id);
        // … but someone who asks for it again does, and twice the same asker gets the same.
        let again = NewReview { again: true, cause: Some(3), ..new.clone() };
        let second = begin(store, &again, 50).await;
        assert_eq!((second.attempt, second.status), (2, ReviewStatus::Begun));
        assert_eq!(begin(store, &again, 51).await.id, second.id);
        assert_eq!(store.reviews_of_head(1, "head").await.unwrap().len(), 2);
        finish(store, second.id, &[("rgaa", Conclusion::Success)], 60).await;
        // Another base is another comparison.
        let moved = NewReview { base_sha: Some("other".to_owned()), cause: Some(4), ..new.clone() };
        assert_eq!(begin(store, &moved, 70).await.attempt, 3);
        assert_eq!(store.recent_reviews(1, 10).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn findings_are_replaced_in_order_and_bounded() {
    on_both(async |store| {
        let many: Vec<KeptFinding> = (0..MOST_FINDINGS + 5).map(|line| finding("a.html", line as i64)).collect();
        let mut tx = store.begin().await.unwrap();
        tx.save_findings(1, "rgaa", &many).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.findings(1).await.unwrap(), many[..MOST_FINDINGS]);
        let mut tx = store.begin().await.unwrap();
        tx.save_findings(1, "rgaa", &[finding("z.html", 3), finding("b.html", 2)]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.findings(1).await.unwrap(), [finding("z.html", 3), finding("b.html", 2)]);
    })
    .await;
}

#[tokio::test]
async fn findings_of_old_pull_requests_are_forgotten_those_of_branches_stay() {
    on_both(async |store| {
        with_repositories(store, &[seen(1, "betagouv/a-dock", false)]).await;
        for (new, at) in
            [(pull_request(1, "old"), 10), (pull_request(1, "recent"), 30), (branch(1, "main", "main"), 10)]
        {
            let review = begin(store, &new, at).await;
            let mut tx = store.begin().await.unwrap();
            tx.save_findings(review.id, "rgaa", &[finding("a.html", 1)]).await.unwrap();
            tx.commit().await.unwrap();
            finish(store, review.id, &[("rgaa", Conclusion::Success)], at).await;
        }
        assert_eq!(store.forget_findings(20).await.unwrap(), 1);
        let old = &store.reviews_of_head(1, "old").await.unwrap()[0];
        assert_eq!(store.findings(old.id).await.unwrap(), []);
        assert_eq!(store.outcomes(old.id).await.unwrap()[0].failures, 1);
    })
    .await;
}

#[tokio::test]
async fn a_file_inspected_once_is_known_by_blob_path_check_and_version() {
    on_both(async |store| {
        let file = |n: usize| (format!("sha{n}"), format!("dossier/fichier {n}.html"));
        let kept: Vec<_> = (0..1000).map(|n| (file(n), format!("[{n}]"))).collect();
        store.keep_inspections("rgaa", "1", &kept, 1).await.unwrap();
        // Kept for ever: a second word about the same file changes nothing.
        store.keep_inspections("rgaa", "1", &[(file(3), "other".to_owned())], 2).await.unwrap();
        let asked: Vec<_> = (990..1010).map(file).chain([file(3)]).collect();
        let found = store.inspections("rgaa", "1", &asked).await.unwrap();
        assert_eq!(found.len(), 11);
        assert_eq!(found[&file(3)], "[3]");
        assert!(store.inspections("rgaa", "2", &asked).await.unwrap().is_empty());
        assert!(store.inspections("rgpd", "1", &asked).await.unwrap().is_empty());
        assert!(
            store.inspections("rgaa", "1", &[("sha3".to_owned(), "elsewhere".to_owned())]).await.unwrap().is_empty()
        );
        assert!(store.inspections("rgaa", "1", &[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_delivery_is_new_once_until_it_is_forgotten() {
    on_both(async |store| {
        let delivery = |id: &str| Delivery { id: id.to_owned(), event: "push".to_owned(), action: String::new() };
        let remember = async |ids: &[&str], at| {
            let deliveries: Vec<Delivery> = ids.iter().map(|id| delivery(id)).collect();
            let mut tx = store.begin().await.unwrap();
            let fresh = tx.remember_deliveries(&deliveries.iter().collect::<Vec<_>>(), at).await.unwrap();
            tx.commit().await.unwrap();
            let mut fresh: Vec<String> = fresh.into_iter().map(|delivery| delivery.id).collect();
            fresh.sort();
            fresh
        };
        assert_eq!(remember(&["a", "b", "a"], 10).await, ["a", "b"]);
        assert_eq!(remember(&["b", "c"], 20).await, ["c"]);
        assert_eq!(store.forget_deliveries(20).await.unwrap(), 2);
        assert_eq!(remember(&["a", "b", "c"], 30).await, ["a", "b"]);
        let many: Vec<String> = (0..200).map(|n| n.to_string()).collect();
        assert_eq!(remember(&many.iter().map(String::as_str).collect::<Vec<_>>(), 40).await.len(), 200);
    })
    .await;
}

#[tokio::test]
async fn answers_are_kept_until_they_run_out() {
    on_both(async |store| {
        let answer = |question: &str, expires_at| Answer {
            question: question.to_owned(),
            answer: "{}".to_owned(),
            etag: None,
            fetched_at: 1,
            expires_at,
        };
        store.keep_answers(&[answer("npm react", 10), answer("npm vue", 20)]).await.unwrap();
        let newer = Answer { etag: Some("\"e\"".to_owned()), ..answer("npm react", 30) };
        store.keep_answers(std::slice::from_ref(&newer)).await.unwrap();
        let asked = ["npm react".to_owned(), "npm svelte".to_owned()];
        assert_eq!(store.answers(&asked).await.unwrap(), [newer]);
        assert_eq!(store.forget_answers(25).await.unwrap(), 1);
        assert_eq!(store.answers(&["npm vue".to_owned()]).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_directory_is_replaced_as_it_is_read() {
    on_both(async |store| {
        let startup = |id: &str, updated_at| Startup {
            id: id.to_owned(),
            name: format!("Nom de {id}"),
            incubator_id: Some("dinum".to_owned()),
            phase: Some("construction".to_owned()),
            active: true,
            repository: None,
            link: Some("https://exemple.beta.gouv.fr".to_owned()),
            data: "{}".to_owned(),
            updated_at,
        };
        let mut tx = store.begin().await.unwrap();
        tx.upsert_incubator(&Incubator { id: "dinum".to_owned(), title: "DINUM".to_owned() }).await.unwrap();
        tx.upsert_startup(&startup("b", 1)).await.unwrap();
        tx.upsert_startup(&startup("gone", 1)).await.unwrap();
        tx.upsert_startup(&startup("b", 2)).await.unwrap();
        tx.upsert_startup(&startup("a", 2)).await.unwrap();
        assert_eq!(tx.forget_startups(2).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(store.startups().await.unwrap(), [startup("a", 2), startup("b", 2)]);
        assert_eq!(store.startup("gone").await.unwrap(), None);
        assert_eq!(store.incubators().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn pass_rates_count_each_head_once_and_no_private_repository() {
    on_both(async |store| {
        with_repositories(store, &[seen(1, "betagouv/a-dock", false), seen(2, "betagouv/secret", true)]).await;
        let mut tx = store.begin().await.unwrap();
        for repository in [1, 2] {
            tx.set_startup(repository, Some("a-dock"), StartupSource::Directory).await.unwrap();
        }
        tx.commit().await.unwrap();
        let failed = [("rgaa", Conclusion::Failure), ("rgpd", Conclusion::Success)];
        let passed = [("rgaa", Conclusion::Success), ("rgpd", Conclusion::Success)];
        for repository in [1, 2] {
            let first = begin(store, &pull_request(repository, "one"), 10).await;
            finish(store, first.id, &failed, 3 * DAY).await;
            // Asked for again, and better: the first attempt no longer counts.
            let again = NewReview { again: true, cause: Some(9), ..pull_request(repository, "one") };
            let second = begin(store, &again, 20).await;
            finish(store, second.id, &passed, 3 * DAY + 5).await;
            let other = begin(store, &pull_request(repository, "two"), 30).await;
            finish(store, other.id, &failed, 3 * DAY + 6).await;
            let late = begin(store, &pull_request(repository, "late"), 30).await;
            finish(store, late.id, &failed, 9 * DAY).await;
            let state = begin(store, &branch(repository, "two", "main"), 30).await;
            finish(store, state.id, &failed, 3 * DAY).await;
        }
        let count = async |scope| {
            let rows = store.pull_request_outcomes(scope, 3 * DAY, 9 * DAY).await.unwrap();
            rows.into_iter()
                .map(|row| (row.repository_id, row.check_name, row.day, row.conclusion, row.reviews))
                .collect::<Vec<_>>()
        };
        let of = |repository, check: &str, conclusion, reviews| (repository, check.to_owned(), 3, conclusion, reviews);
        let expected = |repository| {
            vec![
                of(repository, "rgaa", Conclusion::Failure, 1),
                of(repository, "rgaa", Conclusion::Success, 1),
                of(repository, "rgpd", Conclusion::Success, 2),
            ]
        };
        assert_eq!(count(Scope::Public).await, expected(1));
        assert_eq!(count(Scope::Startup("a-dock")).await, expected(1));
        assert_eq!(count(Scope::Startup("other")).await, []);
        assert_eq!(count(Scope::Repository(2)).await, expected(2));
    })
    .await;
}

#[tokio::test]
async fn the_state_is_the_latest_review_of_the_default_branch() {
    on_both(async |store| {
        with_repositories(store, &[seen(1, "betagouv/a-dock", false), seen(2, "betagouv/secret", true)]).await;
        for repository in [1, 2] {
            for (head, on, at) in [("old", "main", 10), ("new", "main", 20), ("elsewhere", "next", 30)] {
                let review = begin(store, &branch(repository, head, on), at).await;
                finish(store, review.id, &[("rgaa", Conclusion::Failure)], at).await;
            }
            begin(store, &branch(repository, "running", "main"), 40).await;
        }
        let heads = async |scope| {
            let rows = store.states(scope).await.unwrap();
            rows.into_iter().map(|row| (row.repository_id, row.head_sha, row.finished_at)).collect::<Vec<_>>()
        };
        assert_eq!(heads(Scope::Public).await, [(1, "new".to_owned(), 20)]);
        assert_eq!(heads(Scope::Repository(2)).await, [(2, "new".to_owned(), 20)]);
        assert_eq!(heads(Scope::Startup("a-dock")).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_newer_head_knows_which_reviews_it_overtook() {
    on_both(async |store| {
        let old = begin(store, &pull_request(1, "old"), 10).await;
        let done = begin(store, &pull_request(1, "done"), 11).await;
        finish(store, done.id, &[("rgaa", Conclusion::Success)], 12).await;
        begin(store, &NewReview { number: 5, ..pull_request(1, "old") }, 13).await;
        begin(store, &branch(1, "old", "main"), 14).await;
        let group = |head| NewReview { kind: ReviewKind::MergeGroup, number: 0, ..pull_request(1, head) };
        begin(store, &group("g1"), 15).await;
        let new = begin(store, &pull_request(1, "new"), 16).await;
        assert_eq!(store.overtaken_reviews(&new).await.unwrap(), [old]);
        let moved = begin(store, &branch(1, "new", "main"), 17).await;
        let overtaken = store.overtaken_reviews(&moved).await.unwrap();
        assert_eq!(overtaken.iter().map(|review| review.created_at).collect::<Vec<_>>(), [14]);
        let second = begin(store, &group("g2"), 18).await;
        assert_eq!(store.overtaken_reviews(&second).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_committed_to_a_file_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite://{}", folder.path().join("v.sqlite").display())).await.unwrap();
    let Store::Sqlite { readers, writer } = &store else { panic!("a file is SQLite") };
    let mode: String = sqlx::query_scalar("pragma journal_mode").fetch_one(writer).await.unwrap();
    // 2 is FULL: in WAL mode anything less may lose the last commits in a power cut.
    let synchronous: i64 = sqlx::query_scalar("pragma synchronous").fetch_one(writer).await.unwrap();
    assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    assert!(sqlx::query("delete from delivery").execute(readers).await.is_err());
}
