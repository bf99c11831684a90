//! Check runs from their beginning to their end.

use checks_core::Lang;
use time::OffsetDateTime;
use vigie::github::check_run::{Annotation, AnnotationLevel, Conclusion, Output, Status, batches};
use vigie::github::{CheckRunUpdate, Error, NewCheckRun};

use super::{World, world};

fn annotations(count: u64) -> Vec<Annotation> {
    let one = |line| Annotation {
        path: "index.html".into(),
        start_line: line,
        end_line: line,
        start_column: Some(1),
        end_column: Some(4),
        annotation_level: AnnotationLevel::Failure,
        message: "Cette image n'a pas d'alternative.".into(),
        title: Some("Une image a une alternative".into()),
        raw_details: None,
    };
    (1..=count).map(one).collect()
}

#[tokio::test]
async fn a_check_run_from_its_beginning_to_its_end() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.head("main").unwrap();
    let mut run = NewCheckRun::new("RGAA", &head);
    run.state.status = Some(Status::InProgress);
    run.state.external_id = Some("7".into());
    run.state.details_url = Some("https://vigie.example/reviews/7".into());
    run.state.started_at = Some(OffsetDateTime::now_utc());
    let made = installation.create_check_run(&name, &run).await.unwrap();
    assert_eq!(made.status, Some(Status::InProgress));

    let all = batches(annotations(120));
    let last = all.len() - 1;
    for (number, annotations) in all.into_iter().enumerate() {
        let output = Output { title: "120 points".into(), summary: "é".repeat(40_000), text: None, annotations };
        let conclusion = (number == last).then_some(Conclusion::Failure);
        let update =
            CheckRunUpdate { conclusion, output: Some(output.within_limits(Lang::Fr)), ..CheckRunUpdate::default() };
        installation.update_check_run(&name, made.id, &update).await.unwrap();
    }
    let seen = demo.check_runs(&head).remove(0);
    assert_eq!((seen.status.as_str(), seen.conclusion.as_deref()), ("completed", Some("failure")));
    let lines: Vec<i64> = seen.places().into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines, (1..=120).collect::<Vec<_>>());
    assert!(seen.summary.unwrap().len() <= 65_535);

    demo.foreign_check_run(&head, "tests");
    installation.create_check_run(&name, &run).await.unwrap();
    let ours = installation.check_runs(&name, &head).await.unwrap();
    assert_eq!(ours.len(), 2, "also the one that a newer one of the same name hides, and nobody else's");
    assert_eq!(ours.iter().map(vigie::github::CheckRun::annotations_count).max(), Some(120));

    let sent = github.requests().len();
    let output = Output { title: "t".into(), summary: "s".into(), text: None, annotations: annotations(51) };
    let update = CheckRunUpdate { output: Some(output), ..CheckRunUpdate::default() };
    assert!(matches!(
        installation.update_check_run(&name, made.id, &update).await,
        Err(Error::Refused { status: 422, .. })
    ));
    assert_eq!(github.requests().len(), sent, "more than GitHub takes is not sent");

    let unknown = NewCheckRun::new("RGAA", "0".repeat(40));
    assert!(matches!(installation.create_check_run(&name, &unknown).await, Err(Error::Refused { status: 422, .. })));
}
