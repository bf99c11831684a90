//! Every story of the store is told on SQLite and on PostgreSQL.

use vigie::store::Store;

/// Tells the story on SQLite, and on the PostgreSQL of `TEST_DATABASE_URL`. Without one, `VIGIE_REQUIRE_POSTGRES=1` makes
/// the story fail rather than be told by half.
pub(crate) async fn on_both(story: impl AsyncFn(&Store)) {
    on_both_empty(async |url| {
        let opened = Store::open(url).await.unwrap();
        story(&opened).await;
        opened.close().await;
    })
    .await;
}

/// The same, before anybody has opened the database: the story gets its URL.
pub(crate) async fn on_both_empty(story: impl AsyncFn(&str)) {
    let folder = tempfile::tempdir().unwrap();
    story(&format!("sqlite://{}", folder.path().join("vigie.sqlite").display())).await;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => in_a_schema(&server, &story).await,
        Err(_) => assert!(
            std::env::var("VIGIE_REQUIRE_POSTGRES").as_deref() != Ok("1"),
            "TEST_DATABASE_URL must name a PostgreSQL server"
        ),
    }
}

/// In a schema of its own, dropped at the end.
async fn in_a_schema(server: &str, story: &impl AsyncFn(&str)) {
    let schema = format!("story_{}", vigie::store::id());
    let admin = sqlx::PgPool::connect(server).await.unwrap();
    let run = async |sql: String| sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&admin).await.unwrap();
    run(format!("create schema {schema}")).await;
    let join = if server.contains('?') { '&' } else { '?' };
    story(&format!("{server}{join}options=-c%20search_path%3D{schema}")).await;
    run(format!("drop schema {schema} cascade")).await;
    admin.close().await;
}
