//! Pages and API over what is kept.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use checks_core::{Check, File, Finding, Inspection, Interest, Lang, Level, Message, Meta, Text};
use serde_json::Value;
use tower::ServiceExt;
use vigie::store::{
    CheckOutcome, Conclusion, FindingState, Incubator, KeptFinding, NewReview, ReviewKind, SeenRepository, Startup,
    StartupSource, Store, now,
};
use vigie::web::{Web, router};

use crate::databases::on_both;

struct Images;

static META: Meta = Meta {
    check: "rgaa",
    id: "img-alt",
    level: Level::Failure,
    sources: &["RGAA-1.1.1"],
    languages: &[],
    page: "# Une image a une alternative\n\n## Pourquoi\nPour <script>tous</script>.\n\n## Que faire\nÉcrire `alt`.\n\n\
        ## In English: An image has an alternative\n### Why\nFor all.\n### What to do\nWrite `alt`.\n\n## Références\n\
        - [RGAA](https://accessibilite.numerique.gouv.fr)\n\n## Conforme\n```html\n<img alt=\"\">\n```\n\n\
        ## Non conforme\n```html {1}\n<img>\n```\n",
};

impl Check for Images {
    fn name(&self) -> &'static str {
        "rgaa"
    }
    fn title(&self) -> Text {
        Text::new("Accessibilité (RGAA)", "Accessibility (RGAA)")
    }
    fn version(&self) -> u32 {
        1
    }
    fn rules(&self) -> Vec<&'static Meta> {
        vec![&META]
    }
    fn interest(&self, _path: &str) -> Interest {
        Interest::Alone
    }
    fn inspect(&self, _file: &File) -> Inspection {
        Inspection::default()
    }
}

static CHECKS: &[&dyn Check] = &[&Images];

fn finding(path: &str) -> Finding {
    let file = File::new(path, "<p>\n<img src=a>\n");
    let say = |fr: &str, en: &str| Text::new(fr, en);
    let message = Message {
        what: say("Cette image n'a pas d'alternative <b>.", "This image has no alternative <b>."),
        why: say("", ""),
        how: say("", ""),
    };
    Finding::new(&META, file.place(file.line_span(2)), message)
}

async fn seed(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let startup = |id: &str, name: &str| Startup {
        id: id.into(),
        name: name.into(),
        incubator_id: Some("dinum".into()),
        phase: Some("construction".into()),
        active: true,
        repository: None,
        link: None,
        data: "{}".into(),
        updated_at: now(),
    };
    tx.upsert_incubator(&Incubator { id: "dinum".into(), title: "DINUM".into() }).await.unwrap();
    tx.upsert_startup(&startup("a-dock", "A Dock")).await.unwrap();
    tx.upsert_startup(&startup("calme", "Calme")).await.unwrap();
    let seen = |id, name: &str, private| SeenRepository {
        id,
        name: name.parse().unwrap(),
        private: Some(private),
        archived: None,
        default_branch: Some("main".into()),
        installation_id: Some(1),
    };
    let all =
        [seen(1, "betagouv/a-dock", false), seen(2, "betagouv/secret-dock", true), seen(3, "betagouv/seul", false)];
    tx.upsert_repositories(&all, now()).await.unwrap();
    for id in [1, 2] {
        tx.set_startup(id, Some("a-dock"), StartupSource::Directory).await.unwrap();
    }
    tx.commit().await.unwrap();
    for (repository, kind, number, conclusion) in [
        (1, ReviewKind::PullRequest, 1, Conclusion::Success),
        (1, ReviewKind::PullRequest, 2, Conclusion::Failure),
        (1, ReviewKind::Branch, 0, Conclusion::Failure),
        (2, ReviewKind::PullRequest, 1, Conclusion::Failure),
        (2, ReviewKind::Branch, 0, Conclusion::Failure),
        (3, ReviewKind::Branch, 0, Conclusion::Success),
    ] {
        review(store, repository, kind, number, conclusion).await;
    }
}

async fn review(store: &Store, repository: i64, kind: ReviewKind, number: i64, conclusion: Conclusion) -> i64 {
    let mut tx = store.begin().await.unwrap();
    let new = NewReview {
        repository_id: repository,
        head_sha: format!("{number:040}"),
        base_sha: None,
        kind,
        number,
        branch: (kind == ReviewKind::Branch).then(|| "main".into()),
        cause: None,
        again: false,
    };
    let review = tx.begin_review(&new, now()).await.unwrap();
    let failures = i64::from(conclusion == Conclusion::Failure);
    tx.save_outcome(&CheckOutcome {
        review_id: review.id,
        check_name: "rgaa".into(),
        check_run_id: None,
        annotations_sent: 0,
        conclusion: Some(conclusion),
        new_findings: failures,
        fixed_findings: 0,
        remaining_findings: 0,
        failures,
        warnings: 0,
        notices: 0,
        grade: None,
        finished_at: Some(now()),
    })
    .await
    .unwrap();
    if failures > 0 {
        let whole = finding("src/page é.html");
        let kept = KeptFinding {
            check_name: "rgaa".into(),
            rule: whole.rule.clone(),
            level: "failure".into(),
            path: whole.place.path.clone(),
            line: 2,
            fingerprint: "f".into(),
            state: FindingState::New,
            data: serde_json::to_string(&whole).unwrap(),
        };
        tx.save_findings(review.id, "rgaa", &[kept]).await.unwrap();
    }
    tx.finish_review(review.id, conclusion, now()).await.unwrap();
    tx.commit().await.unwrap();
    review.id
}

async fn get(store: &Store, path: &str) -> (StatusCode, String, axum::http::HeaderMap) {
    let app = router(Web { store: store.clone(), checks: CHECKS });
    let response = app.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 10_000_000).await.unwrap();
    (parts.status, String::from_utf8(body.to_vec()).unwrap(), parts.headers)
}

#[tokio::test]
async fn the_overview_shows_rates_and_states_of_public_repositories() {
    on_both(async |store| {
        seed(store).await;
        let (status, page, headers) = get(store, "/").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("A Dock") && page.contains("DINUM"));
        assert!(page.contains("50 %"), "one of two pull requests passed");
        assert!(page.contains("grade-D"), "one failure on the default branch");
        assert!(page.contains("sans données"), "a startup without a repository has no figure");
        assert!(page.contains("betagouv/seul"), "a repository without a startup is told");
        assert!(page.contains(r#"<html lang="fr">"#));
        assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));

        let (_, page, _) = get(store, "/en").await;
        assert!(page.contains(r#"<html lang="en">"#) && page.contains("no data"));
    })
    .await;
}

#[tokio::test]
async fn private_repositories_appear_nowhere() {
    on_both(async |store| {
        seed(store).await;
        let secret = review(store, 2, ReviewKind::PullRequest, 9, Conclusion::Failure).await;
        for path in ["/", "/en", "/startups/a-dock", "/api/v1/startups", "/api/v1/startups/a-dock"] {
            let (status, page, _) = get(store, path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(!page.contains("secret-dock"), "{path}");
        }
        let (_, startup, _) = get(store, "/api/v1/startups/a-dock").await;
        let startup: Value = serde_json::from_str(&startup).unwrap();
        assert_eq!(startup["pass_rate"]["failed"], 1, "the private repository's failure is not counted");
        for path in [
            "/repositories/betagouv/secret-dock".to_owned(),
            "/api/v1/repositories/betagouv/secret-dock".to_owned(),
            format!("/reviews/{secret}"),
        ] {
            assert_eq!(get(store, &path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_repository_shows_its_findings_with_a_link_to_the_line() {
    on_both(async |store| {
        seed(store).await;
        let (status, page, _) = get(store, "/repositories/BetaGouv/A-Dock").await;
        assert_eq!(status, StatusCode::OK, "GitHub's names know no case");
        assert!(page.contains("/blob/0000000000000000000000000000000000000000/src/page%20%C3%A9%2Ehtml#L2"), "{page}");
        assert!(page.contains("alternative &lt;b&gt;."), "what a finding says is shown, not obeyed");
        assert!(page.contains("Pull request #2") && page.contains("Branche main"));

        let (_, body, _) = get(store, "/api/v1/repositories/betagouv/a-dock").await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["startup"], "a-dock");
        assert_eq!(body["checks"][0]["state"]["grade"], "D");
        assert_eq!(body["checks"][0]["pass_rate"]["percent"], 50);
    })
    .await;
}

#[tokio::test]
async fn a_rule_has_its_page_in_both_languages() {
    on_both(async |store| {
        let (_, page, _) = get(store, "/regles/rgaa/img-alt").await;
        assert!(page.contains("Une image a une alternative") && page.contains("&lt;script&gt;tous"));
        let (_, page, _) = get(store, "/en/regles/rgaa/img-alt").await;
        assert!(page.contains("An image has an alternative"));
        for path in ["/regles/rgaa/none", "/regles/none/img-alt", "/nowhere", "/en/nowhere", "/api/v1/nowhere"] {
            assert_eq!(get(store, path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(META.read_page().words(Lang::En).title, "An image has an alternative");
    })
    .await;
}

#[tokio::test]
async fn health_and_readiness_answer() {
    on_both(async |store| {
        assert_eq!(get(store, "/healthz").await.0, StatusCode::OK);
        assert_eq!(get(store, "/readyz").await.0, StatusCode::OK);
    })
    .await;
}
